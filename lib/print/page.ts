import { ink, margin, type Paper, width, write } from '@/lib/print/paper'

/** Lowest that anything but the foot is written. */
const footRoom = 24
const left = width * 0.27

/** Writes top to bottom; what does not fit whole begins on the next page. */
export class Page {
  constructor(readonly pdf: Paper) {}

  /** Ensures so many points below; @returns where they begin. */
  room(height: number): number {
    if (this.pdf.y + height > this.pdf.page.height - margin - footRoom) this.pdf.addPage()
    return this.pdf.y
  }

  heading(words: string, below = 0): this {
    const { pdf } = this
    this.room(below + 40)
    pdf.moveDown(0.6).fontSize(13).fillColor(ink.main)
    write(pdf, 'strong', words, margin, pdf.y, { width })
    pdf.moveTo(margin, pdf.y + 4).lineTo(margin + width, pdf.y + 4).lineWidth(1).stroke(ink.strong)
    pdf.y += 10
    return this
  }

  /** Names what follows within a heading, and keeps so many points of it beside itself. */
  subheading(words: string, below: number): this {
    const { pdf } = this
    this.room(below)
    pdf.fontSize(10).fillColor(ink.main)
    write(pdf, 'strong', words, margin, pdf.y, { width })
    pdf.y += 4
    return this
  }

  /** Name at the left, words beside it, a hairline below. */
  rows(rows: readonly { name: string; words: string }[]): this {
    for (const { name, words } of rows) {
      const top = this.room(this.heightOf(name, words))
      const { pdf } = this
      pdf.fontSize(10).fillColor(ink.main)
      write(pdf, 'strong', name, margin, top, { width: left - 12 })
      const afterName = pdf.y
      pdf.fillColor(ink.second)
      write(pdf, 'plain', words, margin + left, top, { width: width - left, lineGap: 1.5 })
      pdf.y = Math.max(afterName, pdf.y) + 5
      pdf.moveTo(margin, pdf.y).lineTo(margin + width, pdf.y).lineWidth(0.5).stroke(ink.line)
      pdf.y += 6
    }
    return this
  }

  private heightOf(name: string, words: string): number {
    const { pdf } = this
    const ofName = pdf.font('strong').fontSize(10).heightOfString(name, { width: left - 12 })
    return Math.max(ofName, pdf.font('plain').heightOfString(words, { width: width - left, lineGap: 1.5 })) + 5
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
    const { pdf } = this
    this.room(14)
    pdf.fontSize(10).fillColor(ink.second)
    write(pdf, 'plain', words, margin, pdf.y, { width, lineGap: 2 })
    pdf.y += 6
    return this
  }

  /** The same line at the foot of every page; more pages than one are counted. */
  foot(words: string): void {
    const { pdf } = this
    const { count } = pdf.bufferedPageRange()
    for (let i = 0; i < count; i++) {
      pdf.switchToPage(i)
      pdf.fontSize(8.5).fillColor(ink.label)
      write(pdf, 'plain', count > 1 ? `${words}    ${i + 1} of ${count}` : words, margin, pdf.page.height - margin - 12, { width, lineBreak: false })
    }
  }
}
