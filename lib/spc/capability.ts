import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { meanOf } from '@/lib/spc/xbar-r'

export interface CapabilityInput {
  /** Single values, not means. */
  values: number[]
  /** Standard deviation within subgroups, R̄/d2. */
  sigmaWithin: number
  /** Specification limits; null where there is none on that side. */
  lsl: number | null
  usl: number | null
}

/** Null: not defined, because the limit on that side is not there. */
export interface Capability {
  mean: number
  sigmaWithin: number
  /** Sample standard deviation of all values. */
  sigmaOverall: number
  Cp: number | null
  Cpl: number | null
  Cpu: number | null
  Cpk: number
  Pp: number | null
  Ppk: number
}

/** n − 1 in the denominator; in the unit of the values. */
export function sampleDeviation(values: number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

function checkInput({ values, sigmaWithin, lsl, usl }: CapabilityInput): Checked<null> {
  if (values.length < 2) return refuse('too_few_values', `Capability needs two values; there are ${values.length}.`)
  const odd = values.findIndex((value) => !Number.isFinite(value))
  if (odd >= 0) return refuse('not_a_number', `Value ${odd} is no number.`, odd)
  if (lsl === null && usl === null) return refuse('no_specification', 'Without a specification limit there is no capability.')
  if ([lsl, usl].some((limit) => limit !== null && !Number.isFinite(limit))) return refuse('not_a_number', 'A specification limit is no number.')
  if (lsl !== null && usl !== null && usl <= lsl) return refuse('limits_reversed', `The upper specification limit ${usl} is not above the lower one ${lsl}.`)
  if (!(Number.isFinite(sigmaWithin) && sigmaWithin > 0)) return refuse('no_variation', 'Sigma within subgroups must be above 0.')
  return figure(null)
}

function indices(mean: number, sigma: number, { lsl, usl }: CapabilityInput) {
  const lower = lsl === null ? null : (mean - lsl) / (3 * sigma)
  const upper = usl === null ? null : (usl - mean) / (3 * sigma)
  return {
    both: lsl === null || usl === null ? null : (usl - lsl) / (6 * sigma),
    lower,
    upper,
    worse: Math.min(lower ?? Infinity, upper ?? Infinity),
  }
}

/**
 * Cp family with sigma within, Pp family with sigma overall (ISO 22514-2). One-sided: Cpk is the side that exists.
 * Refused: `too_few_values`, `not_a_number`, `no_specification`, `limits_reversed`, `no_variation`.
 */
export function capability(input: CapabilityInput): Checked<Capability> {
  const checked = checkInput(input)
  if (!checked.ok) return checked
  const { values, sigmaWithin } = input
  const mean = meanOf(values)
  const sigmaOverall = sampleDeviation(values)
  if (sigmaOverall === 0) return refuse('no_variation', 'All values are equal; sigma would be 0.')
  const within = indices(mean, sigmaWithin, input)
  const overall = indices(mean, sigmaOverall, input)
  return figure({
    mean, sigmaWithin, sigmaOverall,
    Cp: within.both, Cpl: within.lower, Cpu: within.upper, Cpk: within.worse,
    Pp: overall.both, Ppk: overall.worse,
  })
}
