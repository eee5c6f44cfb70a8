import type { Page } from '@/lib/print/page'
import type { DashboardView, TileView } from '@/lib/plant/views/dashboard-view'
import { tileTitles } from '@/lib/plant/views/tile-titles'
import type { Report } from '@/lib/reports/report'
import { drawTrend } from '@/lib/reports/report-chart'
import { clockOf } from '@/lib/reports/report-clock'
import { barRows, dayCells } from '@/lib/reports/report-rows'

const daySeconds = 86_400
const fields = ['figure', 'place', 'from', 'reason', 'stops', 'value', 'unit']

/** A dashboard of the product's own. Moments are of the plant's clock, in the table in UTC after ISO 8601. */
export function ownReport({ dashboard: { name, summary }, tiles, model }: DashboardView): Report {
  const clock = clockOf(model.tenant.timeZone)
  const reasonOf = (code: string) => model.reasons.get(code)?.name ?? code
  return {
    name, summary, plant: model.tenant,
    lines: tiles.map((tile) => [tileName(tile), tileWords(tile, reasonOf, clock)]),
    table: { fields, rows: tiles.flatMap((tile) => tileRows(tile, reasonOf)) },
    draw: (page) => tiles.forEach((tile) => section(page, tile, reasonOf, clock)),
  }
}

type ReasonOf = (code: string) => string
type Clock = ReturnType<typeof clockOf>

/** `OEE, Line 1, 7 days` */
const tileName = (tile: TileView): string => `${tileTitles[tile.kind]}, ${tile.node.name}, ${daysOf(tile)} days`

const daysOf = ({ window }: TileView) => Math.round((window.to.getTime() - window.from.getTime()) / 86_400_000)

function tileWords(tile: TileView, reasonOf: ReasonOf, { shortDay }: Clock): string {
  if (tile.kind === 'downtime-pareto') {
    if (tile.losses.length === 0) return 'no stop in this period'
    const minutes = tile.losses.reduce((sum, loss) => sum + loss.minutes, 0)
    const first = tile.losses.slice(0, 3).map(({ reasonCode, minutes }) => `${reasonOf(reasonCode)} ${Math.round(minutes)} min`)
    return `${Math.round(minutes)} min; most: ${first.join(', ')}`
  }
  const { points, unit, digits } = tile
  const last = points.at(-1)
  if (!last) return 'no figure in this period'
  const say = (value: number) => `${value.toFixed(digits)} ${unit}`
  const [low, high] = [points.reduce((a, b) => (b.min < a.min ? b : a)), points.reduce((a, b) => (b.max > a.max ? b : a))]
  return `last ${say(last.mean)}; lowest ${say(low.min)} (${shortDay(low.at)}), highest ${say(high.max)} (${shortDay(high.at)})`
}

function tileRows(tile: TileView, reasonOf: ReasonOf): (string | number)[][] {
  const about = [tileTitles[tile.kind], tile.node.name]
  if (tile.kind === 'downtime-pareto') return tile.losses.map(({ reasonCode, stops, minutes }) => [...about, tile.window.from.toISOString(), reasonOf(reasonCode), stops, minutes, 'min'])
  return tile.points.map(({ at, mean }) => [...about, at.toISOString(), '', '', mean, tile.unit])
}

/** A tile's period, its chart, its figures by day or reason. */
function section(page: Page, tile: TileView, reasonOf: ReasonOf, { day, moment }: Clock): void {
  const isEmpty = tile.kind === 'downtime-pareto' ? tile.losses.length === 0 : tile.points.length === 0
  page.heading(tileName(tile), isEmpty ? 30 : 130)
  page.words(`${moment(tile.window.from)} to ${moment(tile.window.to)}`)
  if (tile.kind === 'downtime-pareto') {
    if (isEmpty) page.words('No stop in this period.')
    return barRows(page, tile.losses.map(({ reasonCode, minutes, stops }) => ({ name: reasonOf(reasonCode), amount: minutes, words: `${Math.round(minutes)} min, ${stops} ${stops === 1 ? 'stop' : 'stops'}` })))
  }
  if (isEmpty) return void page.words('No figure in this period.')
  const say = (value: number) => `${value.toFixed(tile.digits)} ${tile.unit}`
  drawTrend(page, tile, say, day)
  // Of shorter buckets there are hundreds: they are in the CSV.
  if (tile.stepSeconds >= daySeconds) dayCells(page, tile.points.map(({ at, mean }) => [day(at), say(mean)]))
}
