import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import type { Ratio } from '@/lib/oee/oee'
import { chiSquareQuantile, normalCdf } from '@/lib/spc/distributions'

export interface ReliabilityInput {
  /** Time in which it could fail: it produced. */
  operatingHours: number
  failures: number
  /** Over all repairs; null when not known. */
  repairHours: number | null
  /** When it failed, in operating hours from the beginning; for the trend. */
  failureHours?: number[]
  /** Of the intervals, two-sided; 0.9 when not given. */
  level?: number
}

export interface Reliability {
  /** Operating time ÷ failures (NIST/SEMATECH 8.4.5.1), hours. */
  mtbfHours: Ratio
  /** Failures an operating hour. */
  failureRate: Ratio
  /** Repair time ÷ failures, hours. */
  mttrHours: Ratio
  /** MTBF ÷ (MTBF + MTTR). */
  inherentAvailability: Ratio
  /** For a constant rate and a time that ended by the clock. Without failures there is only a lower bound. */
  mtbfInterval: { lower: number; upper: number | null; level: number }
  /** One-sided: at least this, with the level. */
  mtbfLowerBound: number
  /** Laplace: does it fail more often as time goes on? Null with fewer than three failures or without their times. */
  trend: { u: number; pValue: number; verdict: 'improving' | 'no trend' | 'degrading' } | null
}

/**
 * Mean times between failures and to repair with what the sample can say about them. ISO 22400-2 divides by failures
 * + 1; this is the usual estimate, as NIST has it. Refuses contradictions, naming the field.
 */
export function reliability(input: ReliabilityInput): Checked<Reliability> {
  const fault = findFault(input)
  if (fault) return fault
  const { operatingHours: hours, failures, repairHours, level = 0.9 } = input
  const of = (numerator: number, denominator: number, because: string): Ratio => (denominator > 0 ? numerator / denominator : { undefinedBecause: because })
  const none = `no failure in ${Math.round(hours)} operating hours`
  const mtbfHours = of(hours, failures, none)
  const mttrHours = repairHours === null ? { undefinedBecause: 'repair times are not known' } : of(repairHours, failures, none)
  const tail = (1 - level) / 2
  const both = typeof mtbfHours === 'number' && typeof mttrHours === 'number'
  return figure({
    mtbfHours,
    failureRate: of(failures, hours, 'no operating time'),
    mttrHours,
    inherentAvailability: both ? mtbfHours / (mtbfHours + mttrHours) : { undefinedBecause: typeof mtbfHours === 'number' ? 'repair times are not known' : none },
    mtbfInterval: { lower: bound(hours, 1 - tail, 2 * failures + 2), upper: failures === 0 ? null : bound(hours, tail, 2 * failures), level },
    mtbfLowerBound: bound(hours, level, 2 * failures + 2),
    trend: laplace(input),
  })
}

const bound = (hours: number, probability: number, degrees: number) => (2 * hours) / chiSquareQuantile(probability, degrees)

/** NIST/SEMATECH 8.2.3.4; of a time that ended by the clock. Degrading is u > 0. */
function laplace({ operatingHours, failureHours }: ReliabilityInput): Reliability['trend'] {
  if (!failureHours || failureHours.length < 3) return null
  const r = failureHours.length
  const u = (Math.sqrt(12 * r) * failureHours.reduce((sum, at) => sum + (at - operatingHours / 2), 0)) / (r * operatingHours)
  const pValue = 2 * normalCdf(-Math.abs(u))
  return { u, pValue, verdict: pValue >= 0.05 ? 'no trend' : u > 0 ? 'degrading' : 'improving' }
}

function findFault({ operatingHours, failures, repairHours, failureHours, level }: ReliabilityInput) {
  if (!(Number.isFinite(operatingHours) && operatingHours > 0)) return refuse('not_a_number', 'operatingHours must be above 0.', 'operatingHours')
  if (!(Number.isInteger(failures) && failures >= 0)) return refuse('not_a_number', 'failures is a whole number from 0 on.', 'failures')
  if (repairHours !== null && !(Number.isFinite(repairHours) && repairHours >= 0)) return refuse('not_a_number', 'repairHours must be a number from 0 on.', 'repairHours')
  if (level !== undefined && !(level > 0 && level < 1)) return refuse('out_of_range', 'level lies between 0 and 1.', 'level')
  const odd = failureHours?.findIndex((at) => !(at >= 0 && at <= operatingHours)) ?? -1
  if (odd >= 0) return refuse('out_of_range', `Failure ${odd + 1} is not within the operating hours.`, odd + 1)
  if (failureHours && failureHours.length !== failures) return refuse('count', `${failures} failures and ${failureHours.length} times of them.`, 'failureHours')
  return null
}
