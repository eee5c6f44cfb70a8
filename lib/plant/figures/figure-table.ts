import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export type FigureCell = string | number | null

/** Figures of a page as rows, as the page has them and not rounded: what CSV, the API and a spreadsheet get. */
export interface FigureTable {
  /** What it is, for a file name and a heading. */
  title: string
  place: { path: string; name: string }
  period: { from: Date; to: Date; words: string }
  timeZone: string
  /** Unit after UCUM where there is one; ratios are 0 to 1. */
  columns: { name: string; unit?: string }[]
  rows: FigureCell[][]
}

export interface FigureQuery {
  /** Path of the place, from the site down; the site when not given. */
  place?: string
  range?: string
  date?: string
  shift?: string
  by?: string
}

/** Null when there is no such place. */
export type FigureLoader = (system: System, reach: Reach, query: FigureQuery) => Promise<FigureTable | null>

export const pathOf = ({ place }: FigureQuery): string[] | undefined => (place ? place.split('/') : undefined)
