import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { figuresOf, type Ratio } from '@/lib/oee/oee'

/** One shift, day or order in totals, as it is written on a sheet. */
export interface OeeRequest {
  shiftMinutes: number
  /** Planned: breaks, no order, cleaning. */
  breakMinutes: number
  /** Not planned. */
  stopMinutes: number
  idealRatePerMinute: number
  totalCount: number
  rejectCount: number
  /** All time of the period, for TEEP; the shift when not given. */
  calendarMinutes?: number
}

export interface OeeAnswer {
  plannedBusyMinutes: number
  /** Ratios 0..1; null is not defined, with the reason in `undefinedBecause`. */
  availability: number | null
  performance: number | null
  performanceRaw: number | null
  quality: number | null
  oee: number | null
  teep: number | null
  undefinedBecause: Record<string, string>
  lossMinutes: { availability: number; performance: number; quality: number }
  fullyProductiveMinutes: number
  notices: string[]
}

/** Minutes that were added up elsewhere differ in their last bits. */
const slack = 1e-6

function findFault(request: OeeRequest): Checked<null> {
  const odd = Object.entries(request).find(([, value]) => value !== undefined && !(Number.isFinite(value) && value >= 0))
  if (odd) return refuse('not_a_number', `${odd[0]} must be a number from 0 on.`, odd[0])
  const { shiftMinutes, breakMinutes, stopMinutes, totalCount, rejectCount, idealRatePerMinute, calendarMinutes = shiftMinutes } = request
  if (breakMinutes > shiftMinutes + slack) return refuse('too_long', `The breaks (${breakMinutes} min) are longer than the shift (${shiftMinutes} min).`, 'breakMinutes')
  if (stopMinutes > shiftMinutes - breakMinutes + slack) return refuse('too_long', `The stops (${stopMinutes} min) are longer than the planned busy time (${shiftMinutes - breakMinutes} min).`, 'stopMinutes')
  if (rejectCount > totalCount) return refuse('count_above_total', `${rejectCount} rejects of ${totalCount} pieces.`, 'rejectCount')
  if (idealRatePerMinute === 0) return refuse('no_rate', 'The ideal rate must be above 0.', 'idealRatePerMinute')
  if (calendarMinutes < shiftMinutes - slack) return refuse('too_short', 'The calendar time is shorter than the shift.', 'calendarMinutes')
  return figure(null)
}

/** OEE of one period from its totals, by the same engine as every screen. Refuses what contradicts itself, naming the field. */
export function oeeTool(request: OeeRequest): Checked<OeeAnswer> {
  const checked = findFault(request)
  if (!checked.ok) return checked
  const { shiftMinutes, breakMinutes, stopMinutes, idealRatePerMinute, totalCount, rejectCount, calendarMinutes = shiftMinutes } = request
  const busy = Math.max(0, shiftMinutes - breakMinutes)
  const figures = figuresOf({
    elapsedMinutes: shiftMinutes,
    plannedStopMinutes: breakMinutes,
    plannedBusyMinutes: busy,
    lossMinutesByKind: { breakdown: stopMinutes, changeover: 0, blocked: 0, starved: 0, minor: 0 },
    downMinutes: stopMinutes,
    producingMinutes: Math.max(0, busy - stopMinutes),
    idealMinutes: totalCount / idealRatePerMinute,
    idealGoodMinutes: (totalCount - rejectCount) / idealRatePerMinute,
    total: totalCount,
    reject: rejectCount,
    rework: 0,
    stops: 0,
    openStops: 0,
  })
  const undefinedBecause: Record<string, string> = {}
  const value = (name: string, ratio: Ratio) => {
    if (typeof ratio === 'number') return ratio
    undefinedBecause[name] = ratio.undefinedBecause
    return null
  }
  return figure({
    plannedBusyMinutes: busy,
    availability: value('availability', figures.availabilityRatio),
    performance: value('performance', figures.performanceRatio),
    performanceRaw: value('performanceRaw', figures.performanceRatioRaw),
    quality: value('quality', figures.qualityRatio),
    oee: value('oee', figures.oeeRatio),
    teep: value('teep', calendarMinutes > 0 ? figures.idealGoodMinutes / calendarMinutes : { undefinedBecause: 'no calendar time' }),
    undefinedBecause,
    lossMinutes: { availability: stopMinutes, performance: figures.performanceLossMinutes, quality: figures.qualityLossMinutes },
    fullyProductiveMinutes: figures.idealGoodMinutes,
    notices: figures.notices.map(({ message }) => message),
  })
}
