import type { MailAttachment } from '@/lib/adapters/mail/port'
import type { ReportFile } from '@/lib/generated/prisma/client'
import { localDate } from '@/lib/plant/local-date'
import type { Report } from '@/lib/reports/report'
import { reportCsv } from '@/lib/reports/report-content'
import { reportPdf } from '@/lib/reports/report-pdf'

/** What goes along, of the dashboard as who takes it along may see it. Named after plant, dashboard and the plant's day, so that a year of them can be told apart in a folder. */
export function reportFiles(report: Report, files: ReportFile[], at: Date): Promise<MailAttachment[]> {
  const { name: dashboard, plant } = report
  // What no file system takes in a name.
  const name = `${plant.name} ${dashboard} ${localDate(at, plant.timeZone)}`.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-')
  return Promise.all(files.map(async (file): Promise<MailAttachment> =>
    file === 'csv'
      ? { filename: `${name}.csv`, contentType: 'text/csv; charset=utf-8', content: reportCsv(report) }
      : { filename: `${name}.pdf`, contentType: 'application/pdf', content: (await reportPdf(report, at)).toString('base64'), encoding: 'base64' },
  ))
}
