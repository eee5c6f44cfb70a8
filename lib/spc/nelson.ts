import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export type NelsonRule = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** A completed pattern. `at` and `from` are positions in the points given, 0-based; `at` completes what began at `from`. */
export interface NelsonSignal {
  rule: NelsonRule
  from: number
  at: number
}

/** How many points each rule looks at (Nelson, Journal of Quality Technology 16, 1984). */
export const nelsonSpan: Record<NelsonRule, number> = { 1: 1, 2: 9, 3: 6, 4: 14, 5: 3, 6: 5, 7: 15, 8: 8 }

export const nelsonWords: Record<NelsonRule, string> = {
  1: 'one point beyond three sigma',
  2: 'nine points in a row on one side of the centre line',
  3: 'six points in a row steadily rising or falling',
  4: 'fourteen points in a row alternating up and down',
  5: 'two of three points in a row beyond two sigma on one side',
  6: 'four of five points in a row beyond one sigma on one side',
  7: 'fifteen points in a row within one sigma',
  8: 'eight points in a row with none within one sigma',
}

/** In sigmas: a point on a line, but for the last bits, is not beyond it. */
const slack = 1e-9
const sides = [1, -1]

const countBeyond = (z: number[], line: number, side: number) => z.filter((value) => side * value > line + slack).length

/** `needed` points beyond the line on one side, and the last one is such a point: it completes the pattern. */
const isSome = (z: number[], needed: number, line: number) =>
  sides.some((side) => side * z.at(-1)! > line + slack && countBeyond(z, line, side) >= needed)

const steps = (z: number[]) => z.slice(1).map((value, i) => {
  const rise = value - z[i]!
  return Math.abs(rise) <= slack ? 0 : Math.sign(rise)
})

/** Each is asked with its full span of distances from the centre in sigmas, oldest first. */
const isPattern: Record<NelsonRule, (z: number[]) => boolean> = {
  1: (z) => isSome(z, 1, 3),
  2: (z) => isSome(z, 9, 0),
  3: (z) => sides.some((side) => steps(z).every((step) => step === side)),
  4: (z) => steps(z).every((step, i, all) => step !== 0 && (i === 0 || step === -all[i - 1]!)),
  5: (z) => isSome(z, 2, 2),
  6: (z) => isSome(z, 4, 1),
  7: (z) => z.every((value) => Math.abs(value) <= 1 + slack),
  8: (z) => z.every((value) => Math.abs(value) > 1 + slack),
}

const rules: NelsonRule[] = [1, 2, 3, 4, 5, 6, 7, 8]

/**
 * Every completed pattern, by point and then by rule. A pattern that goes on is reported again on each further point.
 * `centre` and `sigma` (one third of the way to a limit) are in the unit of the points.
 * Refused: `no_variation` for a sigma that is not above 0, `not_a_number` with the position of the point.
 */
export function nelsonSignals(points: number[], centre: number, sigma: number): Checked<NelsonSignal[]> {
  if (!(Number.isFinite(sigma) && sigma > 0) || !Number.isFinite(centre)) return refuse('no_variation', 'Rules need a centre line and a sigma above 0.')
  const odd = points.findIndex((point) => !Number.isFinite(point))
  if (odd >= 0) return refuse('not_a_number', `Point ${odd} is no number.`, odd)
  const z = points.map((point) => (point - centre) / sigma)
  return figure(
    z.flatMap((_, at) =>
      rules.flatMap((rule) => {
        // Two of two are two of three already, and four of four are four of five.
        const from = Math.max(at - nelsonSpan[rule] + 1, rule === 5 || rule === 6 ? 0 : -1)
        return at >= from && from >= 0 && isPattern[rule](z.slice(from, at + 1)) ? [{ rule, from, at }] : []
      }),
    ),
  )
}
