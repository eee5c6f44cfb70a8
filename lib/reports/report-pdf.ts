import { Page } from '@/lib/print/page'
import { ink, margin, openPaper, width, write } from '@/lib/print/paper'
import type { DashboardView, TileView } from '@/lib/plant/views/dashboard-view'
import { drawTrend } from '@/lib/reports/report-chart'
import { nothingToSee, tileLines, tileName } from '@/lib/reports/report-content'

const daySeconds = 86_400

/** The lines of the mail on paper, and below them each tile: its period, its chart, its figures by day or reason. Moments are of the plant's clock; `at` is when it was made. */
export async function reportPdf({ dashboard, tiles, model }: DashboardView, at: Date): Promise<Buffer> {
  const { name, timeZone } = model.tenant
  const clock = clockOf(timeZone)
  const title = `${dashboard.name}, ${name}`
  const asOf = `As of ${clock.moment(at)} (${timeZone})`
  const { pdf, finish } = await openPaper({ title, subject: dashboard.summary, madeAt: at })
  pdf.fontSize(22).fillColor(ink.main)
  write(pdf, 'strong', title, margin, margin + 42, { width })
  pdf.moveDown(0.3).fontSize(11).fillColor(ink.second)
  write(pdf, 'plain', `${dashboard.summary}\n${asOf}`, margin, pdf.y, { width, lineGap: 2.5 })
  const page = new Page(pdf)
  page.heading('At a glance')
  if (tiles.length === 0) page.words(nothingToSee)
  page.rows(tileLines({ dashboard, tiles, model }).map(([line, words]) => ({ name: line, words })))
  for (const tile of tiles) section(page, tile, model, clock)
  page.foot(`${title}. ${asOf}`)
  return finish()
}

type Clock = ReturnType<typeof clockOf>

function clockOf(timeZone: string) {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' })
  const moment = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return { day: (at: Date) => day.format(at), moment: (at: Date) => moment.format(at) }
}

function section(page: Page, tile: TileView, { reasons }: DashboardView['model'], { day, moment }: Clock): void {
  const isEmpty = tile.kind === 'downtime-pareto' ? tile.losses.length === 0 : tile.points.length === 0
  page.heading(tileName(tile), isEmpty ? 30 : 130)
  page.words(`${moment(tile.window.from)} to ${moment(tile.window.to)}`)
  if (tile.kind === 'downtime-pareto') {
    if (isEmpty) page.words('No stop in this period.')
    return reasonRows(page, tile.losses.map(({ reasonCode, minutes, stops }) => ({ name: reasons.get(reasonCode)?.name ?? reasonCode, minutes, stops })))
  }
  if (isEmpty) return void page.words('No figure in this period.')
  drawTrend(page, tile, day)
  // Of shorter buckets there are hundreds: they are in the CSV.
  if (tile.stepSeconds >= daySeconds) dayCells(page, tile.points.map(({ at, mean }) => [day(at), `${mean.toFixed(tile.digits)} ${tile.unit}`]))
}

/** Most first, each a bar by its minutes. */
function reasonRows(page: Page, rows: { name: string; minutes: number; stops: number }[]): void {
  const { pdf } = page
  const most = rows[0]?.minutes ?? 0
  const [barAt, barWidth, wordsAt] = [margin + width * 0.36, width * 0.36, margin + width * 0.74]
  for (const { name, minutes, stops } of rows) {
    const nameWidth = width * 0.36 - 12
    const top = page.room(pdf.font('plain').fontSize(10).heightOfString(name, { width: nameWidth }) + 4)
    pdf.fillColor(ink.main)
    write(pdf, 'plain', name, margin, top, { width: nameWidth })
    const bottom = pdf.y + 4
    pdf.rect(barAt, top + 2, Math.max(1, (minutes / most) * barWidth), 8).fill(ink.accent)
    pdf.fillColor(ink.second).text(`${Math.round(minutes)} min, ${stops} ${stops === 1 ? 'stop' : 'stops'}`, wordsAt, top, { width: width * 0.26 })
    pdf.x = margin
    pdf.y = bottom
  }
}

const perRow = 6

function dayCells(page: Page, cells: [day: string, value: string][]): void {
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
