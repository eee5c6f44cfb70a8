import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { attributeBaseline, type AttributeChart, attributePoints } from '@/lib/spc/attributes'
import { capability, type Capability } from '@/lib/spc/capability'
import type { PhaseOne } from '@/lib/spc/control-limits'
import { cusum } from '@/lib/spc/cusum'
import { ewmaPoints } from '@/lib/spc/ewma'
import { individualsLimits, individualsPoints } from '@/lib/spc/individuals'
import { nelsonSignals } from '@/lib/spc/nelson'
import { westernElectricSignals } from '@/lib/spc/western-electric'
import { checkPoints, type Limits, phaseOneLimits } from '@/lib/spc/xbar-r'
import { xbarSBaseline, xbarSPoints } from '@/lib/spc/xbar-s'

export type SpcChart = 'xbar-r' | 'xbar-s' | 'i-mr' | AttributeChart | 'ewma' | 'cusum'
export type RuleSet = 'nelson' | 'western-electric' | 'none'

export interface SpcRequest {
  chart: SpcChart
  /** One row per subgroup for xbar-r and xbar-s; one value a row for i-mr, ewma and cusum. */
  values?: number[][]
  /** Attribute charts. */
  counts?: number[]
  /** One for all rows, or one a row. */
  sizes?: number | number[]
  /** First and last row, from 1, that limits are frozen from; all when not given. */
  phaseI?: [number, number]
  /** Rows, from 1, that stay in place and count for nothing. */
  exclude?: { row: number; reason: string }[]
  rules: RuleSet
  spec?: { lsl?: number | null; usl?: number | null; target?: number | null }
  /** EWMA. */
  lambda?: number
  width?: number
  limits?: 'exact' | 'steady'
  /** CUSUM, in sigma. */
  k?: number
  h?: number
  /** Known centre and sigma instead of phase I; EWMA and CUSUM. */
  centre?: number
  sigma?: number
}

export interface SpcPoint {
  row: number
  value: number
  lower: number | null
  centre: number | null
  upper: number | null
  outside: boolean
  /** Of the second chart: range, s or moving range. */
  spread: number | null
  spreadOutside: boolean
  excluded: string | null
}

export interface SpcSignal {
  rule: number
  /** Rows, from 1: where the pattern begins and the one that completes it. */
  from: number
  at: number
  side?: 'above' | 'below'
}

export interface SpcAnswer {
  chart: SpcChart
  /** Rows that limits were made of. */
  made: number
  centre: number
  /** Within subgroups: R̄/d2, s̄/c4 or mean moving range/d2. Null on attribute charts, whose sigma goes with the point. */
  sigma: number | null
  /** Of the first chart, when all points share them. */
  limits: Limits | null
  spreadLimits: Limits | null
  /** Rows beyond the limits of the first chart, from 1. */
  beyondLimits: number[]
  spreadBeyondLimits: number[]
  points: SpcPoint[]
  signals: SpcSignal[]
  capability: Capability | null
  /** Why there is no capability. */
  noCapability: string | null
}

type Draft = Omit<SpcAnswer, 'signals' | 'capability' | 'noCapability' | 'beyondLimits' | 'spreadBeyondLimits' | 'chart'> & {
  /** In sigma of each point, for the rules. */
  z: number[]
  /** Set by charts that have their own. */
  signals?: SpcSignal[]
}

const shared = (points: SpcPoint[]): Limits | null => {
  const [first] = points
  const same = first && points.every(({ lower, upper }) => lower === first.lower && upper === first.upper)
  return same ? { lower: first.lower!, centre: first.centre!, upper: first.upper! } : null
}

/** A whole control chart from rows of numbers: limits, points, rules, capability. Refuses with the row what is undefined. */
export function spcTool(request: SpcRequest): Checked<SpcAnswer> {
  const draft = draw(request)
  if (!draft.ok) return draft
  const { z, signals: own, ...made } = draft.value
  const signals = own ? figure(own) : signalsOf(request.rules, z, made.points)
  if (!signals.ok) return signals
  const checked = capabilityOf(request, made.sigma)
  return figure({
    chart: request.chart,
    ...made,
    beyondLimits: made.points.filter(({ outside }) => outside).map(({ row }) => row),
    spreadBeyondLimits: made.points.filter(({ spreadOutside }) => spreadOutside).map(({ row }) => row),
    signals: signals.value,
    capability: checked?.ok ? checked.value : null,
    noCapability: checked && !checked.ok ? checked.refusal.message : null,
  })
}

function draw(request: SpcRequest): Checked<Draft> {
  switch (request.chart) {
    case 'xbar-r': return drawXbarR(request)
    case 'xbar-s': return drawXbarS(request)
    case 'i-mr': return drawIndividuals(request)
    case 'ewma':
    case 'cusum': return drawMemory(request)
    default: return drawAttributes(request, request.chart)
  }
}

const phaseOf = ({ phaseI }: SpcRequest): PhaseOne | undefined => phaseI && { first: phaseI[0], last: phaseI[1] }
const reasonOf = ({ exclude }: SpcRequest, row: number) => exclude?.find((one) => one.row === row)?.reason ?? null

function subgroups(request: SpcRequest): Checked<{ index: number; values: number[]; excludedReason: string | null }[]> {
  if (!request.values?.length) return refuse('no_values', 'Send `values`, one row per subgroup.')
  return figure(request.values.map((values, i) => ({ index: i + 1, values, excludedReason: reasonOf(request, i + 1) })))
}

function singles(request: SpcRequest): Checked<{ index: number; value: number; excludedReason: string | null }[]> {
  if (!request.values?.length) return refuse('no_values', 'Send `values`, one number a row.')
  const odd = request.values.findIndex((row) => row.length !== 1)
  if (odd >= 0) return refuse('ragged', `Row ${odd + 1} has ${request.values[odd]!.length} values; this chart takes one a row.`, odd + 1)
  return figure(request.values.map(([value], i) => ({ index: i + 1, value: value!, excludedReason: reasonOf(request, i + 1) })))
}

function drawXbarR(request: SpcRequest): Checked<Draft> {
  const rows = subgroups(request)
  if (!rows.ok) return rows
  const limits = phaseOneLimits(rows.value, request.phaseI?.[0] ?? 1, request.phaseI?.[1] ?? rows.value.length)
  if (!limits.ok) return limits
  const checked = checkPoints(rows.value, limits.value)
  if (!checked.ok) return checked
  const { location, range, sigma, sigmaOfMean, made } = limits.value
  const points = checked.value.map(({ index, mean, range: spread, meanIsOutside, rangeIsOutside }): SpcPoint => {
    const excluded = reasonOf(request, index)
    return { row: index, value: mean, ...location, outside: meanIsOutside && !excluded, spread, spreadOutside: rangeIsOutside && !excluded, excluded }
  })
  return figure({ made, centre: location.centre, sigma, limits: location, spreadLimits: range, points, z: points.map(({ value }) => (value - location.centre) / sigmaOfMean) })
}

function drawXbarS(request: SpcRequest): Checked<Draft> {
  const rows = subgroups(request)
  if (!rows.ok) return rows
  const baseline = xbarSBaseline(rows.value, phaseOf(request))
  if (!baseline.ok) return baseline
  const made = xbarSPoints(rows.value, baseline.value)
  if (!made.ok) return made
  const points = made.value.map(({ index, mean, s, location, meanIsOutside, sIsOutside, excludedReason }): SpcPoint => ({
    row: index, value: mean, ...location, outside: meanIsOutside, spread: s, spreadOutside: sIsOutside, excluded: excludedReason,
  }))
  const oneSize = shared(points)
  return figure({
    made: baseline.value.made,
    centre: baseline.value.centre,
    sigma: baseline.value.sigma,
    limits: oneSize,
    spreadLimits: oneSize ? made.value[0]!.deviation : null,
    points,
    z: made.value.map(({ mean, location, sigmaOfMean }) => (mean - location.centre) / sigmaOfMean),
  })
}

function drawIndividuals(request: SpcRequest): Checked<Draft> {
  const rows = singles(request)
  if (!rows.ok) return rows
  const limits = individualsLimits(rows.value, phaseOf(request))
  if (!limits.ok) return limits
  const made = individualsPoints(rows.value, limits.value)
  if (!made.ok) return made
  const { location, range, centre, sigma } = limits.value
  const points = made.value.map(({ index, value, movingRange, valueIsOutside, rangeIsOutside, excludedReason }): SpcPoint => ({
    row: index, value, ...location, outside: valueIsOutside, spread: movingRange, spreadOutside: rangeIsOutside, excluded: excludedReason,
  }))
  return figure({ made: limits.value.made, centre, sigma, limits: location, spreadLimits: range, points, z: points.map(({ value }) => (value - centre) / sigma) })
}

function drawAttributes(request: SpcRequest, chart: AttributeChart): Checked<Draft> {
  const { counts, sizes } = request
  if (!counts?.length) return refuse('no_values', 'Send `counts`, one a row.')
  if (Array.isArray(sizes) && sizes.length !== counts.length) return refuse('ragged', `There are ${counts.length} counts and ${sizes.length} sizes.`)
  const rows = counts.map((count, i) => ({ index: i + 1, count, size: Array.isArray(sizes) ? sizes[i] : sizes, excludedReason: reasonOf(request, i + 1) }))
  const baseline = attributeBaseline(chart, rows, phaseOf(request))
  if (!baseline.ok) return baseline
  const made = attributePoints(rows, baseline.value)
  if (!made.ok) return made
  const points = made.value.map(({ index, value, limits, isOutside, excludedReason }): SpcPoint => ({
    row: index, value, ...limits, outside: isOutside, spread: null, spreadOutside: false, excluded: excludedReason,
  }))
  return figure({
    made: baseline.value.made,
    centre: chart === 'np' && points[0] ? points[0].centre! : baseline.value.rate,
    sigma: null,
    limits: shared(points),
    spreadLimits: null,
    points,
    z: made.value.map(({ value, limits, sigma }) => (value - limits.centre) / sigma),
  })
}

/** EWMA and CUSUM: centre and sigma are known, or those of the individuals of phase I. */
function drawMemory(request: SpcRequest): Checked<Draft> {
  const rows = singles(request)
  if (!rows.ok) return rows
  const known = request.centre !== undefined && request.sigma !== undefined
  const limits = known ? null : individualsLimits(rows.value, phaseOf(request))
  if (limits && !limits.ok) return limits
  const centre = request.centre ?? limits!.value.centre
  const sigma = request.sigma ?? limits!.value.sigma
  const made = limits?.value.made ?? 0
  if (request.chart === 'cusum') {
    const sums = cusum(rows.value, { centre, sigma, k: request.k ?? 0.5, h: request.h ?? 5 })
    if (!sums.ok) return sums
    const points = sums.value.points.map(({ index, above, below, isAbove, isBelow, excludedReason }): SpcPoint => ({
      row: index, value: above ?? 0, lower: null, centre: null, upper: sums.value.decision, outside: isAbove, spread: below, spreadOutside: isBelow, excluded: excludedReason,
    }))
    const signals = sums.value.signals.map(({ side, at, from }): SpcSignal => ({ rule: 1, side, from, at }))
    return figure({ made, centre, sigma, limits: null, spreadLimits: null, points, z: [], signals })
  }
  const averages = ewmaPoints(rows.value, { centre, sigma, lambda: request.lambda ?? 0.2, width: request.width ?? 3, limits: request.limits ?? 'exact' })
  if (!averages.ok) return averages
  const points = averages.value.map(({ index, average, limits: own, isOutside, excludedReason }): SpcPoint => ({
    row: index, value: average ?? centre, ...own, outside: isOutside, spread: null, spreadOutside: false, excluded: excludedReason,
  }))
  return figure({ made, centre, sigma, limits: shared(points), spreadLimits: null, points, z: [], signals: [] })
}

/** Excluded rows are out of every rule; a pattern runs on over the gap that they leave. */
function signalsOf(set: RuleSet, z: number[], points: SpcPoint[]): Checked<SpcSignal[]> {
  if (set === 'none') return figure([])
  const counted = points.map((point, i) => ({ row: point.row, z: z[i]!, excluded: point.excluded })).filter(({ excluded }) => !excluded)
  const rowOf = (position: number) => counted[position]!.row
  const distances = counted.map((one) => one.z)
  if (set === 'nelson') {
    const found = nelsonSignals(distances, 0, 1)
    return found.ok ? figure(found.value.map(({ rule, from, at }) => ({ rule, from: rowOf(from), at: rowOf(at) }))) : found
  }
  const found = westernElectricSignals(distances, 0, 1)
  return found.ok ? figure(found.value.map(({ rule, side, from, at }) => ({ rule, from: rowOf(from), at: rowOf(at), side }))) : found
}

/** Of the single values of phase I; null when no specification was sent or the chart is not of measured values. */
function capabilityOf(request: SpcRequest, sigma: number | null): Checked<Capability> | null {
  const { spec, values } = request
  if (!spec || sigma === null || !values) return null
  const [first, last] = request.phaseI ?? [1, values.length]
  const own = values.filter((_, i) => i + 1 >= first && i + 1 <= last && !reasonOf(request, i + 1)).flat()
  const { lsl = null, usl = null, target = null } = spec
  return capability({ values: own, sigmaWithin: sigma, lsl, usl, ...(target !== null && { target }) } as Parameters<typeof capability>[0])
}
