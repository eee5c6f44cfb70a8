import { type FunnelRange, funnelRanges } from '@/lib/funnel/funnel-period'
import { type FunnelDimension, funnelDimensions, type FunnelUnit } from '@/lib/funnel/read-journeys'
import { type FunnelStepKey, funnelSteps } from '@/lib/funnel/steps'
import { isTimeZone } from '@/lib/plant/time-zones'

/** What the funnel page is asked; stands in its address. */
export interface FunnelPageWish {
  range: FunnelRange
  windowDays: number
  unit: FunnelUnit
  by: FunnelDimension
  only: { dimension: FunnelDimension; value: string } | null
  steps: FunnelStepKey[]
  /** IANA name; days begin at its midnight. */
  timeZone: string
}

/** Funnels that are worth a name; any other choice of steps stands in the address. */
export const funnelPresets = {
  all: ['visit', 'cta', 'form', 'verified', 'ready', 'sign-in', 'finding', 'features', 'offer', 'meeting', 'pilot', 'paid'],
  demo: ['form', 'verified', 'ready', 'sign-in', 'finding', 'features', 'offer'],
  sale: ['form', 'ready', 'sign-in', 'paid'],
} as const satisfies Record<string, readonly FunnelStepKey[]>

export const windowChoices = [2, 7, 30, 90] as const
const usualWindowDays = 7

type Query = Record<string, string | string[] | undefined>

/** Reads the page's query; what cannot be read is as if it were not there. */
export function funnelWishFrom(query: Query): FunnelPageWish {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const [dimension = '', ...value] = text('only').split(':')
  return {
    range: Object.hasOwn(funnelRanges, text('range')) ? (text('range') as FunnelRange) : '31d',
    windowDays: /^[1-9]\d{0,2}$/.test(text('window')) ? Number(text('window')) : usualWindowDays,
    unit: text('unit') === 'company' ? 'company' : 'person',
    by: isDimension(text('by')) ? (text('by') as FunnelDimension) : 'source',
    only: isDimension(dimension) && value.length > 0 ? { dimension: dimension as FunnelDimension, value: value.join(':').slice(0, 120) } : null,
    steps: stepsFrom(text('steps')),
    timeZone: isTimeZone(text('zone')) ? text('zone') : 'UTC',
  }
}

const isDimension = (text: string) => funnelDimensions.includes(text as FunnelDimension)

/** In the funnel's order, whatever the order in which they are named; fewer than two are no funnel. */
function stepsFrom(text: string): FunnelStepKey[] {
  const named = new Set(text.split(','))
  const steps = funnelSteps.map(({ key }) => key).filter((key) => named.has(key))
  return steps.length >= 2 ? steps : [...funnelPresets.all]
}

/** The address of the page with some of the wish changed. */
export function funnelHref(wish: FunnelPageWish, change: Partial<FunnelPageWish> = {}): string {
  const { range, windowDays, unit, by, only, steps, timeZone } = { ...wish, ...change }
  const query = new URLSearchParams({
    ...(range !== '31d' && { range }),
    ...(windowDays !== usualWindowDays && { window: String(windowDays) }),
    ...(unit !== 'person' && { unit }),
    ...(by !== 'source' && { by }),
    ...(only && { only: `${only.dimension}:${only.value}` }),
    ...(steps.length !== funnelSteps.length && { steps: steps.join(',') }),
    ...(timeZone !== 'UTC' && { zone: timeZone }),
  })
  return query.size > 0 ? `/sales/funnel?${query}` : '/sales/funnel'
}
