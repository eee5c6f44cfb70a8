import type { SpcChart } from '@/lib/tools/spc-tool'

/** What the columns of a chart are: readings of a subgroup, one value, a count, or a count and how many were inspected. */
export type ColumnUse = 'subgroup' | 'value' | 'count' | 'count-and-size'

export function columnUse(chart: SpcChart): ColumnUse {
  if (chart === 'xbar-r' || chart === 'xbar-s') return 'subgroup'
  if (chart === 'c') return 'count'
  return chart === 'p' || chart === 'np' || chart === 'u' ? 'count-and-size' : 'value'
}

/** Stands in the place of the second column where the same number is inspected each time. */
export const fixedSize = 'fixed'

export interface ChosenColumns {
  /** Positions among the kept columns, in the order of the table. */
  values: number[]
  /** Null: one number for all rows. */
  size: number | null
}

const other = (column: number, width: number): number | null => (width < 2 ? null : column === 0 ? 1 : 0)

/** The choice `columns`, "0,2" or "1,fixed", as far as the table has such columns; else the first that fit. */
export function chosenColumns(columns: string, use: ColumnUse, width: number, hasOwnSize: boolean): ChosenColumns {
  const parts = columns.split(',')
  const valid = (text: string | undefined) => (text && /^\d+$/.test(text) && Number(text) < width ? Number(text) : null)
  const chosen = [...new Set(parts.map(valid).filter((column) => column !== null))]
  if (use === 'subgroup') return { values: chosen.length > 0 ? chosen.sort((a, b) => a - b) : Array.from({ length: width }, (_, i) => i), size: null }
  const first = valid(parts[0]) ?? 0
  if (use !== 'count-and-size' || parts[1] === fixedSize) return { values: [first], size: null }
  const second = valid(parts[1])
  return { values: [first], size: second !== null && second !== first ? second : hasOwnSize ? null : other(first, width) }
}
