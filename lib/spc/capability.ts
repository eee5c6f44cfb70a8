import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import {
  type CapabilityInterval, cpInterval, cpkInterval, cpmInterval, cpmWithinInterval,
} from '@/lib/spc/capability-intervals'
import { normalCdf } from '@/lib/spc/distributions'
import { meanOf } from '@/lib/spc/xbar-r'

export interface CapabilityInput {
  /** Single values, not means. */
  values: number[]
  /** Standard deviation within subgroups, R̄/d2. */
  sigmaWithin: number
  /** Specification limits; null where there is none on that side. */
  lsl: number | null
  usl: number | null
  /** Where the process should be; Cpm needs it and both limits. */
  target?: number | null
  /** Of the intervals, 0.95. */
  level?: number
  /**
   * Degrees of freedom of sigma within, n − 1 when not given. Of k subgroups of m values about 0.9 k(m − 1) for R̄/d2,
   * k(m − 1) for a pooled deviation (Minitab, methods and formulas for Cp).
   */
  degreesWithin?: number
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
  Ppl: number | null
  Ppu: number | null
  Ppk: number
  /** Taguchi: (USL − LSL) ÷ 6√(s² + (mean − target)²), s overall with n − 1, as SAS/QC has it (Boyles' own has n). */
  Cpm: number | null
  /** The same with sigma within. */
  CpmWithin: number | null
  intervals: CapabilityIntervals
  /** Share outside the limits, 0..1 (a millionth is 1 ppm): counted, and expected of a normal distribution. */
  outside: { observed: number; observedCount: number; expectedWithin: number; expectedOverall: number }
}

export interface CapabilityIntervals {
  Cp: CapabilityInterval | null
  Cpk: CapabilityInterval
  Pp: CapabilityInterval | null
  Ppk: CapabilityInterval
  Cpm: CapabilityInterval | null
  CpmWithin: CapabilityInterval | null
}

/** n − 1 in the denominator; in the unit of the values. */
export function sampleDeviation(values: number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

function checkValues({ values, sigmaWithin, level = 0.95, degreesWithin = 1 }: CapabilityInput): Checked<null> {
  // Not by sigma: rounding leaves 1.5e-17 of ten times 0.1.
  if (values.every((value) => value === values[0])) return refuse('no_variation', 'All values are equal; sigma would be 0.')
  if (!(Number.isFinite(sigmaWithin) && sigmaWithin > 0)) return refuse('no_variation', 'Sigma within subgroups must be above 0.')
  if (!(level > 0 && level < 1)) return refuse('level', `A confidence level lies between 0 and 1, not at ${level}.`)
  const hasDegrees = Number.isFinite(degreesWithin) && degreesWithin > 0
  return hasDegrees ? figure(null) : refuse('degrees', `Degrees of freedom are above 0, not ${degreesWithin}.`)
}

function checkInput(input: CapabilityInput): Checked<null> {
  const { values, lsl, usl, target = null } = input
  if (values.length < 2) return refuse('too_few_values', `Capability needs two values; there are ${values.length}.`)
  const odd = values.findIndex((value) => !Number.isFinite(value))
  if (odd >= 0) return refuse('not_a_number', `Value ${odd + 1} is no number.`, odd + 1)
  if (lsl === null && usl === null) return refuse('no_specification', 'Without a specification limit there is no capability.')
  const isNumber = (limit: number | null) => limit === null || Number.isFinite(limit)
  if (!isNumber(lsl) || !isNumber(usl)) return refuse('not_a_number', 'A specification limit is no number.')
  if (!isNumber(target)) return refuse('not_a_number', 'The target is no number.')
  const areReversed = lsl !== null && usl !== null && usl <= lsl
  if (areReversed) return refuse('limits_reversed', `The upper specification limit ${usl} is not above the lower one ${lsl}.`)
  return checkValues(input)
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
 * Intervals are those of NIST/SEMATECH 6.1.6; they and the expected share outside suppose normal values.
 * Refused: `too_few_values`, `not_a_number` (with its row, from 1), `no_specification`, `limits_reversed`,
 * `no_variation`, `level`, `degrees`.
 */
export function capability(input: CapabilityInput): Checked<Capability> {
  const checked = checkInput(input)
  if (!checked.ok) return checked
  const { values, sigmaWithin } = input
  const mean = meanOf(values)
  const sigmaOverall = sampleDeviation(values)
  const within = indices(mean, sigmaWithin, input)
  const overall = indices(mean, sigmaOverall, input)
  const Cpm = taguchi(mean, sigmaOverall, input)
  const CpmWithin = taguchi(mean, sigmaWithin, input)
  return figure({
    mean, sigmaWithin, sigmaOverall,
    Cp: within.both, Cpl: within.lower, Cpu: within.upper, Cpk: within.worse,
    Pp: overall.both, Ppl: overall.lower, Ppu: overall.upper, Ppk: overall.worse,
    Cpm,
    CpmWithin,
    intervals: intervalsOf(input, { within, overall, Cpm, CpmWithin, mean, sigmaWithin, sigmaOverall }),
    outside: {
      ...outsideOf(input),
      expectedWithin: expectedOutside(mean, sigmaWithin, input),
      expectedOverall: expectedOutside(mean, sigmaOverall, input),
    },
  })
}

function taguchi(mean: number, sigma: number, { lsl, usl, target }: CapabilityInput): number | null {
  if (lsl === null || usl === null || target === null || target === undefined) return null
  return (usl - lsl) / (6 * Math.sqrt(sigma ** 2 + (mean - target) ** 2))
}

interface Made extends Pick<Capability, 'Cpm' | 'CpmWithin' | 'mean' | 'sigmaWithin' | 'sigmaOverall'> {
  within: ReturnType<typeof indices>
  overall: ReturnType<typeof indices>
}

function intervalsOf(input: CapabilityInput, made: Made): CapabilityIntervals {
  const { within, overall, Cpm, CpmWithin, mean, sigmaWithin, sigmaOverall } = made
  const { values, level = 0.95 } = input
  const n = values.length
  const { degreesWithin = n - 1 } = input
  const off = mean - (input.target ?? 0)
  return {
    Cp: within.both === null ? null : cpInterval(within.both, degreesWithin, level),
    Cpk: cpkInterval(within.worse, n, degreesWithin, level),
    Pp: overall.both === null ? null : cpInterval(overall.both, n - 1, level),
    Ppk: cpkInterval(overall.worse, n, n - 1, level),
    Cpm: Cpm === null ? null : cpmInterval(Cpm, n, off / sigmaOverall, level),
    CpmWithin: CpmWithin === null ? null : cpmWithinInterval(CpmWithin, n, off / sigmaWithin, degreesWithin, level),
  }
}

/** A value on a limit is inside. */
function outsideOf({ values, lsl, usl }: CapabilityInput) {
  const observedCount = values.filter((value) => (lsl !== null && value < lsl) || (usl !== null && value > usl)).length
  return { observed: observedCount / values.length, observedCount }
}

const expectedOutside = (mean: number, sigma: number, { lsl, usl }: CapabilityInput) =>
  (lsl === null ? 0 : normalCdf((lsl - mean) / sigma)) + (usl === null ? 0 : normalCdf((mean - usl) / sigma))
