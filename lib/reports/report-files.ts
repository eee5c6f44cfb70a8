import type { MailAttachment } from '@/lib/adapters/mail/port'
import type { ReportFile } from '@/lib/generated/prisma/client'
import { localDate } from '@/lib/plant/local-date'
import { type Picture, pictureOf } from '@/lib/print/picture'
import type { Report } from '@/lib/reports/report'
import { reportCsv } from '@/lib/reports/report-content'
import { reportPdf } from '@/lib/reports/report-pdf'

export interface ReportFiles {
  attachments: MailAttachment[]
  /** Null when none goes along. */
  picture: Picture | null
}

/** What goes along, of the dashboard as who takes it along may see it. Named after plant, dashboard and the plant's day, so that a year of them can be told apart in a folder. */
export async function reportFiles(report: Report, files: ReportFile[], at: Date): Promise<ReportFiles> {
  const { name: dashboard, plant } = report
  // What no file system takes in a name.
  const name = `${plant.name} ${dashboard} ${localDate(at, plant.timeZone)}`.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-')
  const bytes = (kind: 'pdf' | 'png', contentType: string, content: Buffer): MailAttachment => ({ filename: `${name}.${kind}`, contentType, content: content.toString('base64'), encoding: 'base64' })
  const pdf = files.some((file) => file !== 'csv') ? await reportPdf(report, at) : null
  // Drawn from the paper, so that the two cannot differ.
  const picture = pdf && files.includes('png') ? await pictureOf(pdf) : null
  const attachments: MailAttachment[] = []
  if (files.includes('csv')) attachments.push({ filename: `${name}.csv`, contentType: 'text/csv; charset=utf-8', content: reportCsv(report) })
  if (pdf && files.includes('pdf')) attachments.push(bytes('pdf', 'application/pdf', pdf))
  if (picture) attachments.push(bytes('png', 'image/png', picture.png))
  return { attachments, picture }
}
