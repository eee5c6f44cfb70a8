import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export interface ParetoRow {
  label: string
  value: number
  /** Of all, 0..1, and of this row and those above. */
  shareRatio: number
  cumulativeRatio: number
  /** One of the few that together reach the vital share. */
  isVital: boolean
}

/**
 * Causes by size (Juran). Equal labels are added, ties go by name. The vital few are the first whose sum reaches
 * `vitalRatio` (0..1]. Refused: `not_a_number` and `negative`, both with the row from 1, and `nothing` when all are 0.
 */
export function pareto(causes: { label: string; value: number }[], vitalRatio = 0.8): Checked<ParetoRow[]> {
  for (const [i, { label, value }] of causes.entries()) {
    if (!Number.isFinite(value)) return refuse('not_a_number', `Row ${i + 1} (${label}) is no number.`, i + 1)
    if (value < 0) return refuse('negative', `Row ${i + 1} (${label}) is negative; a Pareto has values from 0 on.`, i + 1)
  }
  const sums = new Map<string, number>()
  for (const { label, value } of causes) sums.set(label, (sums.get(label) ?? 0) + value)
  const sorted = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  // Added in the order of the rows, so that the last cumulative share is 1 and not 0.9999….
  const all = sorted.reduce((sum, [, value]) => sum + value, 0)
  if (all === 0) return refuse('nothing', 'There is nothing to rank: no cause has a value above 0.')
  let before = 0
  return figure(
    sorted.map(([label, value]) => {
      const isVital = before / all < vitalRatio - 1e-12
      before += value
      return { label, value, shareRatio: value / all, cumulativeRatio: before / all, isVital }
    }),
  )
}
