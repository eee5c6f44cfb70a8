import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export type WesternElectricRule = 1 | 2 | 3 | 4

/** A completed pattern. `at` and `from` are positions in the points given, 0-based; `at` completes what began at `from`. */
export interface WesternElectricSignal {
  rule: WesternElectricRule
  side: 'above' | 'below'
  from: number
  at: number
}

/** `needed` of `span` points in a row beyond `line` sigmas (Western Electric, Statistical Quality Control Handbook, 1956). */
export const westernElectricRules: Record<WesternElectricRule, { needed: number; span: number; line: number }> = {
  1: { needed: 1, span: 1, line: 3 },
  2: { needed: 2, span: 3, line: 2 },
  3: { needed: 4, span: 5, line: 1 },
  4: { needed: 8, span: 8, line: 0 },
}

export const westernElectricWords: Record<WesternElectricRule, string> = {
  1: 'one point beyond three sigma',
  2: 'two of three points in a row beyond two sigma on one side',
  3: 'four of five points in a row beyond one sigma on one side',
  4: 'eight points in a row on one side of the centre line',
}

/** In sigmas: a point on a line, but for the last bits, is not beyond it. */
const slack = 1e-9
const rules: WesternElectricRule[] = [1, 2, 3, 4]
const sides = [['above', 1], ['below', -1]] as const

/**
 * Where the pattern began that the point `at` completes, or null. The point itself is beyond the line: one that falls
 * back completes nothing. Fewer points than the span will do, if enough of them are beyond.
 */
function beginning(z: readonly number[], at: number, rule: WesternElectricRule, sign: 1 | -1): number | null {
  const { needed, span, line } = westernElectricRules[rule]
  if (sign * z[at]! <= line + slack) return null
  let found = 0
  let from = at
  for (let i = at; i >= 0 && i > at - span; i -= 1) {
    if (sign * z[i]! <= line + slack) continue
    found += 1
    from = i
  }
  return found >= needed ? from : null
}

/**
 * Every completed pattern, by point, then rule, then side; each half of the chart is judged by itself. A pattern that
 * goes on is reported again on each further point. `centre` and `sigma` (one third of the way to a limit) are in the unit
 * of the points; where limits differ by point, give standardised points with 0 and 1. Excluded points are left out before.
 * Refused: `no_variation` for a sigma that is not above 0, `not_a_number` with the position of the point.
 */
export function westernElectricSignals(points: readonly number[], centre: number, sigma: number): Checked<WesternElectricSignal[]> {
  if (!(Number.isFinite(sigma) && sigma > 0) || !Number.isFinite(centre)) return refuse('no_variation', 'Rules need a centre line and a sigma above 0.')
  const odd = points.findIndex((point) => !Number.isFinite(point))
  if (odd >= 0) return refuse('not_a_number', `Point ${odd} is no number.`, odd)
  const z = points.map((point) => (point - centre) / sigma)
  const signals: WesternElectricSignal[] = []
  for (let at = 0; at < z.length; at += 1) {
    for (const rule of rules) {
      for (const [side, sign] of sides) {
        const from = beginning(z, at, rule, sign)
        if (from !== null) signals.push({ rule, side, from, at })
      }
    }
  }
  return figure(signals)
}
