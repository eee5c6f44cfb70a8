import type { Page } from '@/lib/print/page'

/** What a dashboard says to its reader now, whoever draws it: what mails, files and paper are made of. */
export interface Report {
  name: string
  summary: string
  plant: { name: string; timeZone: string }
  /** Each figure in a line, the same in the mail and on paper. */
  lines: [name: string, words: string][]
  /** Every figure behind the lines, not rounded. */
  table: { fields: string[]; rows: (string | number | null)[][] }
  /** What stands below the lines on paper. */
  draw(page: Page): void
}

export const nothingToSee = 'Nothing in this dashboard is yours to see now.'
