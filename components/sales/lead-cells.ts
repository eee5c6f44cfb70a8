import { nowWords, plantWords } from '@/components/sales/lead-words'
import { formatNumber } from '@/components/ui/format'
import { formatDate } from '@/components/ui/format-time'
import type { LeadRow } from '@/lib/sales/load-leads'

export const leadHeads = ['Lead', 'Company', 'Plant', 'Fit', 'Engagement', 'Furthest step', 'Now', 'Owner', 'Next', 'By'] as const

/** A row as text, in the order of `leadHeads`: what the table shows is what the CSV says. */
export const leadCells = (row: LeadRow, now: string): string[] => [
  row.email,
  row.company ?? '',
  plantWords[row.industry ?? ''] ?? '',
  formatNumber(row.fit),
  formatNumber(row.engagement),
  row.stage,
  nowWords(row, now),
  row.owner ?? '',
  row.nextAction ?? '',
  row.nextActionOn ? formatDate(`${row.nextActionOn}T12:00:00Z`, 'UTC') : '',
]
