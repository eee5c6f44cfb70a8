import { formatNumber, formatPercent, formatUndefined } from '@/components/ui/format'
import type { Checked } from '@/lib/figures/refusal'
import type { Capability } from '@/lib/spc/capability'
import type { CapabilityInterval } from '@/lib/spc/capability-intervals'
import type { Normality } from '@/lib/spc/normality'

const between = (interval: CapabilityInterval | null) => (interval ? `${formatNumber(interval.lower, 2)} to ${formatNumber(interval.upper, 2)} at ${formatPercent(interval.level, 0)}` : undefined)
const index = (value: number | null, because: string) => (value === null ? formatUndefined(because) : formatNumber(value, 2))

/** Indices with their intervals, and what they say about pieces: the same words on every screen. */
export function capabilityTerms({ Cp, Cpk, Cpl, Cpu, Pp, Ppk, Cpm, intervals, outside }: Capability) {
  return [
    { term: 'Cp', detail: index(Cp, 'one-sided'), detailNote: between(intervals.Cp) },
    { term: 'Cpk', termNote: `lower ${index(Cpl, 'none')}, upper ${index(Cpu, 'none')}`, detail: index(Cpk, ''), detailNote: between(intervals.Cpk) },
    { term: 'Pp', detail: index(Pp, 'one-sided'), detailNote: between(intervals.Pp) },
    { term: 'Ppk', detail: index(Ppk, ''), detailNote: between(intervals.Ppk) },
    { term: 'Cpm', termNote: 'distance from the target counts', detail: index(Cpm, 'no target or one-sided'), detailNote: between(intervals.Cpm) },
    { term: 'Expected outside', termNote: 'of a normal distribution, sigma overall', detail: ppm(outside.expectedOverall) },
  ]
}

const ppm = (ratio: number) => `${formatNumber(ratio * 1e6)} ppm`

/** What the test of normality says, in a sentence. */
export const normalitySentence = (shape: Checked<Normality>): string =>
  shape.ok
    ? `Anderson–Darling A² ${formatNumber(shape.value.aSquaredAdjusted, 3)}, p ${shape.value.pValue < 0.001 ? 'below 0.001' : formatNumber(shape.value.pValue, 3)}: ${shape.value.isPlausible ? 'a normal distribution is plausible.' : 'not a normal distribution; intervals and expected shares suppose one.'}`
    : shape.refusal.message
