import { Page } from '@/lib/print/page'
import { ink, margin, openPaper, width } from '@/lib/print/paper'

/**
 * One A4 page in the product's own face: mark, title, sections, foot. `draw` writes below the title, top to bottom.
 * @throws when what was written does not fit on the page: a sheet is one page or it is not a sheet.
 */
export async function sheet({ title, lead, foot }: { title: string; lead: string; foot: string }, draw: (page: Page) => void): Promise<Buffer> {
  const { pdf, finish } = await openPaper({ title: title.replaceAll('\n', ' '), subject: lead })
  pdf.font('strong').fontSize(25).fillColor(ink.main).text(title, margin, margin + 46, { width, lineGap: -2 })
  pdf.moveDown(0.5).font('plain').fontSize(11.5).fillColor(ink.second).text(lead, { width: width * 0.86, lineGap: 2.5 })
  pdf.moveDown(1.2)
  const page = new Page(pdf)
  draw(page)
  if (pdf.bufferedPageRange().count > 1 || pdf.y > pdf.page.height - margin - 24) throw new Error(`“${title}” does not fit on a page`)
  page.foot(foot)
  return finish()
}
