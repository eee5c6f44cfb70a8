import { Page } from '@/lib/print/page'
import { ink, margin, openPaper, width, write } from '@/lib/print/paper'
import { nothingToSee, type Report } from '@/lib/reports/report'
import { clockOf } from '@/lib/reports/report-clock'

/** The lines of the mail on paper, and below them what the dashboard draws. `at` is when it was made. */
export async function reportPdf({ name, summary, plant, lines, draw }: Report, at: Date): Promise<Buffer> {
  const title = `${name}, ${plant.name}`
  const asOf = `As of ${clockOf(plant.timeZone).moment(at)} (${plant.timeZone})`
  const { pdf, finish } = await openPaper({ title, subject: summary, madeAt: at })
  pdf.fontSize(22).fillColor(ink.main)
  write(pdf, 'strong', title, margin, margin + 42, { width })
  pdf.moveDown(0.3).fontSize(11).fillColor(ink.second)
  write(pdf, 'plain', `${summary}\n${asOf}`, margin, pdf.y, { width, lineGap: 2.5 })
  const page = new Page(pdf)
  page.heading('At a glance')
  if (lines.length === 0) page.words(nothingToSee)
  page.rows(lines.map(([line, words]) => ({ name: line, words })))
  draw(page)
  page.foot(`${title}. ${asOf}`)
  return finish()
}
