import type { ReportFile } from '@/lib/generated/prisma/client'

/** What the mail says of what goes along. */
export function filesWords(files: ReportFile[], mayDownload: boolean): string {
  if (files.length === 0) return 'The figures behind these lines are in the portal.'
  if (!mayDownload) return 'Your role looks and does not download: the figures are in the portal.'
  if (files.length === 2) return 'Attached: every figure behind these lines as CSV, and the dashboard as PDF.'
  return files[0] === 'csv' ? 'Every figure behind these lines is in the attached file.' : 'The dashboard is attached as PDF.'
}

const labels: Record<ReportFile, string> = { csv: 'CSV', pdf: 'PDF' }

/** `with CSV and PDF`, `lines only` */
export const filesLabel = (files: ReportFile[]): string => (files.length === 0 ? 'lines only' : `with ${files.map((file) => labels[file]).join(' and ')}`)
