import Papa from 'papaparse'
import type { MailContent } from '@/lib/mail/layout'
import { nothingToSee, type Report } from '@/lib/reports/report'

interface Words {
  /** `every day at 07:00 (Europe/Vienna)` */
  time: string
  scheduledBy: string
  url: string
  unsubscribeUrl: string
  /** About what goes along as a file, or why nothing does. */
  files: string
}

/** What the mail says: each figure in a line, so that it can be read on a phone without opening anything. */
export const reportContent = ({ name, summary, plant, lines }: Report, { time, scheduledBy, url, unsubscribeUrl, files }: Words): MailContent => ({
  subject: `${name}, ${plant.name}`,
  blocks: [summary, lines.length > 0 ? { facts: lines } : nothingToSee, files, { label: 'Open the dashboard', url }],
  footer: `You get this ${time} because ${scheduledBy} put you on its list.`,
  unsubscribeUrl,
})

/** The figures as CSV. A cell that begins like a formula is text: names of places and reasons are people's own. */
export const reportCsv = ({ table: { fields, rows } }: Report): string => `${Papa.unparse({ fields, data: rows }, { escapeFormulae: true })}\r\n`
