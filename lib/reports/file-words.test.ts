import { expect, it } from 'vitest'
import type { ReportFile } from '@/lib/generated/prisma/client'
import { filesLabel, filesWords } from '@/lib/reports/file-words'

it.each<[ReportFile[], string, string]>([
  [[], 'lines only', 'The figures behind these lines are in the portal.'],
  [['csv'], 'with CSV', 'Every figure behind these lines is in the attached file.'],
  [['pdf'], 'with PDF', 'The dashboard is attached as PDF.'],
  [['png'], 'with PNG', 'The dashboard is attached as a picture.'],
  [['csv', 'pdf'], 'with CSV and PDF', 'Attached: every figure behind these lines as CSV, and the dashboard as PDF.'],
  [['csv', 'png'], 'with CSV and PNG', 'Attached: every figure behind these lines as CSV, and the dashboard as a picture.'],
  [['pdf', 'png'], 'with PDF and PNG', 'The dashboard is attached as PDF and as a picture.'],
  [['csv', 'pdf', 'png'], 'with CSV, PDF and PNG', 'Attached: every figure behind these lines as CSV, and the dashboard as PDF and as a picture.'],
])('with %j says “%s” and “%s”', (files, label, words) => {
  const picture = files.includes('png') ? { drawn: 2, pages: 2 } : null
  expect([filesLabel(files), filesWords(files, true, picture)]).toEqual([label, words])
})

it('says where a picture ends, and where the rest is', () => {
  const picture = { drawn: 8, pages: 12 }
  expect(filesWords(['pdf', 'png'], true, picture)).toBe('The dashboard is attached as PDF and as a picture. The picture ends after page 8 of 12; the PDF has them all.')
  expect(filesWords(['csv', 'png'], true, picture)).toMatch(/as a picture\. The picture ends after page 8 of 12; the dashboard in the portal shows all\.$/)
})

it('says to who does not download that nothing goes along', () => {
  expect(filesWords(['csv', 'pdf', 'png'], false, null)).toBe('Your role looks and does not download: the figures are in the portal.')
})
