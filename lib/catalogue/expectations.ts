import type { ColumnProfile } from '@/lib/catalogue/profile-sql'

/** What is expected of a table. */
export type Expectation =
  /** No row is without something in the column. */
  | { kind: 'complete'; column: string }
  /** Every value lies in between; both ends count. */
  | { kind: 'range'; column: string; from?: number; to?: number }
  /** The newest row is not older. */
  | { kind: 'fresh'; hours: number }

const filled = (...columns: string[]): Expectation[] => columns.map((column) => ({ kind: 'complete', column }))
const notNegative = (...columns: string[]): Expectation[] => columns.map((column) => ({ kind: 'range', column, from: 0 }))
const fresh = (hours: number): Expectation => ({ kind: 'fresh', hours })

/** By the name under which a table is asked; what must hold in any plant. What a plant measures may be anything, so that values have no range. */
export const expectations: Record<string, Expectation[]> = {
  'bronze.readings': [...filled('signal', 'time', 'value'), fresh(1)],
  'silver.production_counts': [...filled('line', 'product', 'run'), ...notNegative('total_pieces', 'reject_pieces', 'rework_pieces'), fresh(24)],
  'silver.runs': [...filled('line', 'product'), { kind: 'range', column: 'ideal_rate_pieces_per_min', from: 0.001 }, fresh(72)],
  'silver.stops': [...filled('line', 'kind', 'reason'), ...notNegative('length_min'), fresh(24)],
  'silver.equipment_states': [...filled('line', 'equipment', 'state'), ...notNegative('length_min'), fresh(24)],
  'silver.batches': [...filled('line', 'product', 'status'), ...notNegative('input_kg', 'output_kg')],
  'silver.lab_results': filled('analyte', 'value', 'unit'),
  'silver.subgroups': [...filled('characteristic', 'value'), { kind: 'range', column: 'position', from: 1 }],
  'silver.alarms': [...filled('name', 'rule'), { kind: 'range', column: 'priority', from: 1, to: 4 }, ...notNegative('received_ms', 'decided_ms')],
  'silver.signals_15min': [...filled('signal', 'unit'), { kind: 'range', column: 'readings', from: 1 }, fresh(1)],
  'silver.signals': filled('name', 'quantity', 'place'),
  'silver.cost_rates': [...filled('currency'), ...notNegative('busy_hour_cost', 'material_cost_per_kg', 'energy_cost_per_kwh')],
  'gold.oee': [...filled('line'), ...notNegative('planned_busy_minutes', 'down_minutes', 'total', 'reject'), { kind: 'range', column: 'planned_busy_minutes', to: 1500 }, fresh(72)],
  'gold.downtime': [...filled('line', 'reason'), ...notNegative('minutes')],
  'gold.energy': [...filled('meter', 'place'), ...notNegative('kwh')],
}

export interface Judged {
  words: string
  /** Null: there is nothing to judge it by. */
  holds: boolean | null
  /** What was found. */
  found: string
  /** Rows that break it, where they are counted. */
  brokenRows?: number
}

interface Measured {
  rows: number
  columns: ColumnProfile[]
}

/** Each expectation of the table against what was last measured, and against the newest row. Pure. */
export function judgeTable(sqlName: string, measured: Measured | null, newest: Date | null, now: Date): Judged[] {
  return (expectations[sqlName] ?? []).map((one) => (one.kind === 'fresh' ? judgeAge(one.hours, newest, now) : judgeColumn(one, measured)))
}

function judgeAge(hours: number, newest: Date | null, now: Date): Judged {
  const words = `the newest row is not older than ${hours} h`
  if (!newest) return { words, holds: null, found: 'no row' }
  const age = (now.getTime() - newest.getTime()) / 3_600_000
  return { words, holds: age <= hours, found: `${Math.max(0, age).toFixed(1)} h` }
}

function judgeColumn(one: Exclude<Expectation, { kind: 'fresh' }>, measured: Measured | null): Judged {
  const words = one.kind === 'complete' ? `${one.column} is never empty` : rangeWords(one)
  const column = measured?.columns.find(({ name }) => name === one.column)
  if (!measured || !column || measured.rows === 0) return { words, holds: null, found: measured ? 'no row' : 'not measured' }
  if (one.kind === 'complete') {
    const empty = measured.rows - column.filled
    return { words, holds: empty === 0, found: empty === 0 ? 'in every row' : `empty in ${empty} of ${measured.rows} rows`, ...(empty > 0 && { brokenRows: empty }) }
  }
  if (column.min === null) return { words, holds: null, found: 'nothing in it' }
  const [least, most] = [Number(column.min), Number(column.max)]
  const holds = least >= (one.from ?? -Infinity) && most <= (one.to ?? Infinity)
  return { words, holds, found: `${column.min} to ${column.max}`, ...(!holds && column.outside !== undefined && { brokenRows: column.outside }) }
}

const rangeWords = ({ column, from, to }: { column: string; from?: number; to?: number }): string =>
  from !== undefined && to !== undefined ? `${column} is between ${from} and ${to}` : from !== undefined ? `${column} is ${from === 0 ? 'not negative' : `at least ${from}`}` : `${column} is at most ${to}`

/** Share of what could be judged that holds, 0..1; null when nothing could. Pure. */
export function qualityScore(judged: Judged[]): number | null {
  const known = judged.filter(({ holds }) => holds !== null)
  return known.length === 0 ? null : known.filter(({ holds }) => holds).length / known.length
}
