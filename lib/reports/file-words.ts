import type { ReportFile } from '@/lib/generated/prisma/client'
import type { Picture } from '@/lib/print/picture'

/** What the mail says of what goes along; `picture`: how much of it the picture shows, null without one. */
export function filesWords(files: ReportFile[], mayDownload: boolean, picture: Omit<Picture, 'png'> | null): string {
  if (files.length === 0) return 'The figures behind these lines are in the portal.'
  if (!mayDownload) return 'Your role looks and does not download: the figures are in the portal.'
  const whole = files.includes('pdf') ? 'the PDF has them all' : 'the dashboard in the portal shows all'
  const cut = picture && picture.drawn < picture.pages ? ` The picture ends after page ${picture.drawn} of ${picture.pages}; ${whole}.` : ''
  return attachedWords(files) + cut
}

function attachedWords(files: ReportFile[]): string {
  const page = [files.includes('pdf') && 'as PDF', files.includes('png') && 'as a picture'].filter(Boolean).join(' and ')
  if (!page) return 'Every figure behind these lines is in the attached file.'
  return files.includes('csv') ? `Attached: every figure behind these lines as CSV, and the dashboard ${page}.` : `The dashboard is attached ${page}.`
}

const list = new Intl.ListFormat('en-GB')

/** `with CSV, PDF and PNG`, `lines only` */
export const filesLabel = (files: ReportFile[]): string => (files.length === 0 ? 'lines only' : `with ${list.format(files.map((file) => file.toUpperCase()))}`)
