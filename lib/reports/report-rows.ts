import type { Page } from '@/lib/print/page'
import { ink, margin, width, write } from '@/lib/print/paper'

/** As they come, each a bar by its amount of the greatest. */
export function barRows(page: Page, rows: { name: string; amount: number; words: string }[]): void {
  const { pdf } = page
  const most = Math.max(...rows.map(({ amount }) => amount)) || 1
  const [barAt, barWidth, wordsAt] = [margin + width * 0.36, width * 0.36, margin + width * 0.74]
  for (const { name, amount, words } of rows) {
    const nameWidth = width * 0.36 - 12
    const top = page.room(pdf.font('plain').fontSize(10).heightOfString(name, { width: nameWidth }) + 4)
    pdf.fillColor(ink.main)
    write(pdf, 'plain', name, margin, top, { width: nameWidth })
    const bottom = pdf.y + 4
    pdf.rect(barAt, top + 2, Math.max(1, (amount / most) * barWidth), 8).fill(ink.accent)
    pdf.fillColor(ink.second).text(words, wordsAt, top, { width: width * 0.26 })
    pdf.x = margin
    pdf.y = bottom
  }
}

const perRow = 6

export function dayCells(page: Page, cells: [day: string, value: string][]): void {
  const { pdf } = page
  const each = width / perRow
  for (let i = 0; i < cells.length; i += perRow) {
    const top = page.room(30)
    for (const [column, [day, value]] of cells.slice(i, i + perRow).entries()) {
      pdf.font('plain').fontSize(8).fillColor(ink.label).text(day, margin + column * each, top, { width: each - 6, lineBreak: false })
      pdf.font('strong').fontSize(10).fillColor(ink.main).text(value, margin + column * each, top + 10, { width: each - 6, lineBreak: false })
    }
    pdf.x = margin
    pdf.y = top + 30
  }
}

/** A table: names at the left, figures at the right of their columns; its head again on each page. */
export function cellRows(page: Page, heads: { name: string; isFigure: boolean }[], rows: string[][]): void {
  const { pdf } = page
  const figures = heads.filter(({ isFigure }) => isFigure).length
  const figureWidth = Math.min(84, (width * 0.7) / Math.max(1, figures))
  const widths = heads.map(({ isFigure }) => (isFigure ? figureWidth : (width - figures * figureWidth) / (heads.length - figures)))
  const heightOf = (cells: string[]) => Math.max(...cells.map((cell, i) => pdf.font('plain').fontSize(9.5).heightOfString(cell, { width: widths[i]! - 8 }))) + 8
  const line = (cells: string[], colour: string) => {
    const [top, height] = [pdf.y, heightOf(cells)]
    let x = margin
    for (const [i, cell] of cells.entries()) {
      pdf.fontSize(9.5).fillColor(colour)
      write(pdf, 'plain', cell, x, top + 3, { width: widths[i]! - (heads[i]!.isFigure ? 0 : 8), align: heads[i]!.isFigure ? 'right' : 'left' })
      x += widths[i]!
    }
    pdf.moveTo(margin, top + height).lineTo(margin + width, top + height).lineWidth(0.5).stroke(ink.line)
    pdf.x = margin
    pdf.y = top + height
  }
  const head = heads.map(({ name }) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`)
  page.room(heightOf(head) * 2)
  line(head, ink.label)
  for (const cells of rows) {
    const before = pdf.page
    page.room(heightOf(cells))
    if (pdf.page !== before) line(head, ink.label)
    line(cells, ink.main)
  }
}
