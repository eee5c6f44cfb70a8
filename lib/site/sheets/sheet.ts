import PDFDocument from 'pdfkit'
import { siteFace } from '@/lib/site/faces'

const ink = { main: '#14211F', second: '#3F4C49', label: '#53605D', line: '#C6CCC9', strong: '#78827F', accent: '#0B5563' } as const
const margin = 54
const width = 595.28 - 2 * margin

/**
 * One A4 page in the product's own face: mark, title, sections, foot. `draw` writes below the title, top to bottom.
 * @throws when what was written does not fit on the page: a sheet is one page or it is not a sheet.
 */
export async function sheet({ title, lead, foot }: { title: string; lead: string; foot: string }, draw: (page: SheetPage) => void): Promise<Buffer> {
  const [plain, strong] = await Promise.all([siteFace(400), siteFace(600)])
  const pdf = new PDFDocument({ size: 'A4', margins: { top: margin, bottom: margin, left: margin, right: margin }, lang: 'en', tagged: true, displayTitle: true, info: { Title: title.replaceAll('\n', ' '), Author: 'Millrace', Subject: lead } })
  pdf.registerFont('plain', plain).registerFont('strong', strong)
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<Buffer>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
  mark(pdf)
  pdf.font('strong').fontSize(25).fillColor(ink.main).text(title, margin, margin + 46, { width, lineGap: -2 })
  pdf.moveDown(0.5).font('plain').fontSize(11.5).fillColor(ink.second).text(lead, { width: width * 0.86, lineGap: 2.5 })
  pdf.moveDown(1.2)
  draw(new SheetPage(pdf))
  if (pdf.bufferedPageRange().count > 1 || pdf.y > pdf.page.height - margin - 24) throw new Error(`“${title}” does not fit on a page`)
  pdf.font('plain').fontSize(8.5).fillColor(ink.label).text(foot, margin, pdf.page.height - margin - 12, { width, lineBreak: false })
  pdf.end()
  return ended
}

function mark(pdf: PDFKit.PDFDocument): void {
  pdf.save().translate(margin, margin).scale(0.85)
  pdf.path('M1 6.5H9.5V13H17v6.5h8').lineWidth(4).stroke(ink.accent)
  pdf.path('M1 24.4H25').lineWidth(2).stroke(ink.main)
  pdf.restore()
  pdf.font('strong').fontSize(15).fillColor(ink.main).text('Millrace', margin + 30, margin + 4, { lineBreak: false })
}

export class SheetPage {
  constructor(private readonly pdf: PDFKit.PDFDocument) {}

  heading(words: string): this {
    const { pdf } = this
    pdf.moveDown(0.6).font('strong').fontSize(13).fillColor(ink.main).text(words, margin, undefined, { width })
    pdf.moveTo(margin, pdf.y + 4).lineTo(margin + width, pdf.y + 4).lineWidth(1).stroke(ink.strong)
    pdf.y += 10
    return this
  }

  /** Name at the left, words beside it, a hairline below. */
  rows(rows: readonly { name: string; words: string }[]): this {
    const { pdf } = this
    const left = width * 0.27
    for (const { name, words } of rows) {
      const top = pdf.y
      pdf.font('strong').fontSize(10).fillColor(ink.main).text(name, margin, top, { width: left - 12 })
      const afterName = pdf.y
      pdf.font('plain').fontSize(10).fillColor(ink.second).text(words, margin + left, top, { width: width - left, lineGap: 1.5 })
      pdf.y = Math.max(afterName, pdf.y) + 5
      pdf.moveTo(margin, pdf.y).lineTo(margin + width, pdf.y).lineWidth(0.5).stroke(ink.line)
      pdf.y += 6
    }
    return this
  }

  /** Columns of one width, each a name and lines below it. */
  columns(columns: readonly { name: string; lead: string; lines: string[] }[]): this {
    const { pdf } = this
    const top = pdf.y
    const gap = 18
    const each = (width - gap * (columns.length - 1)) / columns.length
    const bottoms = columns.map(({ name, lead, lines }, i) => {
      const x = margin + i * (each + gap)
      pdf.font('strong').fontSize(12).fillColor(ink.main).text(name, x, top, { width: each })
      pdf.font('plain').fontSize(9.5).fillColor(ink.second).text(lead, x, pdf.y + 2, { width: each, lineGap: 1 })
      pdf.y += 5
      for (const line of lines) {
        pdf.moveTo(x, pdf.y).lineTo(x + each, pdf.y).lineWidth(0.5).stroke(ink.line)
        pdf.font('plain').fontSize(10).fillColor(ink.main).text(line, x, pdf.y + 4, { width: each })
        pdf.y += 4
      }
      return pdf.y
    })
    pdf.x = margin
    pdf.y = Math.max(...bottoms) + 8
    return this
  }

  words(words: string): this {
    this.pdf.font('plain').fontSize(10).fillColor(ink.second).text(words, margin, undefined, { width, lineGap: 2 })
    this.pdf.y += 6
    return this
  }
}
