import { formatNumber, formatPercent } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import type { DropOff, FunnelCounts, StepCount, TimeTo } from '@/lib/funnel/count-funnel'
import type { FunnelUnit } from '@/lib/funnel/read-journeys'
import { stepOf } from '@/lib/funnel/steps'

export const unitWords: Record<FunnelUnit, { one: string; many: string }> = { person: { one: 'person', many: 'people' }, company: { one: 'company', many: 'companies' } }

/** A share as words: never 0 or 100 % of nobody. */
export const shareWords = (ratio: number | null): string => (ratio === null ? '— nobody' : formatPercent(ratio, ratio > 0 && ratio < 0.1 ? 1 : 0))

export const timeWords = (time: TimeTo | null, of: keyof TimeTo): string => (time ? formatDuration(time[of]) : '—')

export const dropOffWords = ({ lost, underWay, plantFailed }: DropOff): string =>
  [`${formatNumber(lost)} lost`, underWay > 0 && `${formatNumber(underWay)} still have time`, plantFailed > 0 && `${formatNumber(plantFailed)} of them because the plant could not be built`].filter(Boolean).join(', ')

export interface Remark {
  claim: string
  figures: string
}

/** What matters now, in sentences that carry their figures. */
export function remarksOn({ steps, entered, plantFailed }: FunnelCounts, previous: FunnelCounts, unit: FunnelUnit): Remark[] {
  const { many } = unitWords[unit]
  if (entered === 0) return [{ claim: `Nobody entered in this time.`, figures: `${formatNumber(previous.entered)} in the time before. Choose a longer time or another first step.` }]
  const worst = steps.slice(1).reduce((most: StepCount | null, step) => (step.dropOff!.lost > (most?.dropOff?.lost ?? 0) ? step : most), null)
  const last = steps.at(-1)!
  const before = previous.steps.at(-1)!
  return [
    worst
      ? { claim: `Most are lost here: ${stepOf(worst.step).dropOff.toLowerCase()}.`, figures: `${formatNumber(worst.dropOff!.lost)} of the ${formatNumber(entered)} ${many} who entered.` }
      : { claim: 'Nobody has been lost so far.', figures: `${formatNumber(entered)} ${many} entered.` },
    {
      claim: `${shareWords(last.ofEntered)} of all who entered: ${stepOf(last.step).label.toLowerCase()}.`,
      figures: `${formatNumber(last.reached)} of ${formatNumber(entered)}; ${formatNumber(before.reached)} of ${formatNumber(previous.entered)} in the time before, as it stood then.`,
    },
    plantFailed.all > 0
      ? { claim: `For ${formatNumber(plantFailed.all)} something of the plant could not be built.`, figures: `${formatNumber(plantFailed.cameOn)} of them came on all the same.` }
      : { claim: 'Every plant was built whole.', figures: 'No provisioning failure among those who entered.' },
  ]
}
