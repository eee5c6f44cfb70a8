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
 * `vitalRatio`. Refuses a negative or missing value, naming the row, and causes that are all 0.
 */
export function pareto(causes: { label: string; value: number }[], vitalRatio = 0.8): Checked<ParetoRow[]> {
  const odd = causes.findIndex(({ value }) => !(Number.isFinite(value) && value >= 0))
  if (odd >= 0) return refuse('not_a_number', `Row ${odd + 1} (${causes[odd]!.label}) must be a number from 0 on.`, odd + 1)
  const sums = new Map<string, number>()
  for (const { label, value } of causes) sums.set(label, (sums.get(label) ?? 0) + value)
  const all = [...sums.values()].reduce((sum, value) => sum + value, 0)
  if (all === 0) return refuse('nothing', 'There is nothing to rank: no cause has a value above 0.')
  const sorted = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  let before = 0
  return figure(
    sorted.map(([label, value]) => {
      const isVital = before / all < vitalRatio - 1e-12
      before += value
      return { label, value, shareRatio: value / all, cumulativeRatio: before / all, isVital }
    }),
  )
}
