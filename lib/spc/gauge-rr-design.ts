import { type Checked, figure, refuse } from '@/lib/figures/refusal'

/** One reading of one part by one appraiser; the order of the rows means nothing. */
export interface GaugeRow {
  part: string
  appraiser: string
  value: number
}

/** A balanced crossed study: every appraiser measured every part equally often. */
export interface GaugeDesign {
  /** In the order in which they first appear. */
  parts: string[]
  appraisers: string[]
  /** Readings of each appraiser on each part. */
  trials: number
  /** `cells[part][appraiser][trial]`, in the unit of the reading. */
  cells: number[][][]
}

const cellKey = (part: string, appraiser: string) => JSON.stringify([part, appraiser])

function checkRows(rows: readonly GaugeRow[]): Checked<null> {
  if (rows.length === 0) return refuse('no_values', 'Send `rows`: part, appraiser and value.')
  for (const [i, { part, appraiser, value }] of rows.entries()) {
    if (!part.trim() || !appraiser.trim()) return refuse('no_name', `Row ${i + 1} names no ${part.trim() ? 'appraiser' : 'part'}.`, i + 1)
    if (!Number.isFinite(value)) return refuse('not_a_number', `Row ${i + 1}, part ${part.trim()} by ${appraiser.trim()}: the value is no number.`, i + 1)
  }
  return figure(null)
}

/** The number of readings that most cells have; the larger one in a draw, so that the shorter cell is the one named. */
function usualCount(counts: readonly number[]): number {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  return [...times].sort(([a, n], [b, m]) => m - n || b - a)[0]![0]
}

function checkBalance({ parts, appraisers, cells }: Omit<GaugeDesign, 'trials'>): Checked<number> {
  if (parts.length < 2) return refuse('too_few_parts', `A study needs two parts or more; these rows name only ${parts[0]}.`)
  if (appraisers.length < 2) return refuse('too_few_appraisers', `A study needs two appraisers or more; these rows name only ${appraisers[0]}.`)
  const named = parts.flatMap((part, i) => appraisers.map((appraiser, j) => ({ name: `part ${part} by ${appraiser}`, count: cells[i]![j]!.length })))
  const missing = named.find(({ count }) => count === 0)
  if (missing) return refuse('missing_cell', `There is no reading of ${missing.name}; every appraiser measures every part.`, missing.name)
  const trials = usualCount(named.map(({ count }) => count))
  const odd = named.find(({ count }) => count !== trials)
  if (odd) return refuse('unbalanced', `There ${odd.count === 1 ? 'is 1 reading' : `are ${odd.count} readings`} of ${odd.name}, of the others ${trials}.`, odd.name)
  if (trials < 2) return refuse('too_few_trials', 'Each appraiser measures each part at least twice; repeatability needs it.')
  return figure(trials)
}

/**
 * Sorts readings into cells. Refused, with row or cell: `no_values`, `no_name`, `not_a_number`, `too_few_parts`,
 * `too_few_appraisers`, `missing_cell`, `unbalanced`, `too_few_trials`; `no_variation` when all values are equal.
 */
export function gaugeDesign(rows: readonly GaugeRow[]): Checked<GaugeDesign> {
  const checked = checkRows(rows)
  if (!checked.ok) return checked
  const parts = [...new Set(rows.map(({ part }) => part.trim()))]
  const appraisers = [...new Set(rows.map(({ appraiser }) => appraiser.trim()))]
  const byCell = Map.groupBy(rows, ({ part, appraiser }) => cellKey(part.trim(), appraiser.trim()))
  const cells = parts.map((part) => appraisers.map((appraiser) => (byCell.get(cellKey(part, appraiser)) ?? []).map(({ value }) => value)))
  const trials = checkBalance({ parts, appraisers, cells })
  if (!trials.ok) return trials
  if (rows.every(({ value }) => value === rows[0]!.value)) return refuse('no_variation', `All values are ${rows[0]!.value}; there is no variation to divide.`)
  return figure({ parts, appraisers, trials: trials.value, cells })
}
