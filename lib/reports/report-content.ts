import Papa from 'papaparse'
import type { MailContent } from '@/lib/mail/layout'
import type { DashboardView, TileView } from '@/lib/plant/views/dashboard-view'
import { tileTitles } from '@/lib/plant/views/tile-titles'

interface Words {
  /** `every day at 07:00 (Europe/Vienna)` */
  time: string
  scheduledBy: string
  url: string
  unsubscribeUrl: string
  /** About what goes along as a file, or why nothing does. */
  files: string
}

export const nothingToSee = 'Nothing in this dashboard is yours to see now.'

/** What the mail says: each tile in a line, so that it can be read on a phone without opening anything. */
export function reportContent(view: DashboardView, { time, scheduledBy, url, unsubscribeUrl, files }: Words): MailContent {
  const { dashboard, tiles, model } = view
  return {
    subject: `${dashboard.name}, ${model.tenant.name}`,
    blocks: [dashboard.summary, tiles.length > 0 ? { facts: tileLines(view) } : nothingToSee, files, { label: 'Open the dashboard', url }],
    footer: `You get this ${time} because ${scheduledBy} put you on its list.`,
    unsubscribeUrl,
  }
}

/** `OEE, Line 1, 7 days` */
export const tileName = (tile: TileView): string => `${tileTitles[tile.kind]}, ${tile.node.name}, ${daysOf(tile)} days`

/** Each tile in a line, the same in the mail and on paper. */
export const tileLines = ({ tiles, model }: DashboardView): [name: string, words: string][] => tiles.map((tile) => [tileName(tile), tileWords(tile, model, model.tenant.timeZone)])

const daysOf = ({ window }: TileView) => Math.round((window.to.getTime() - window.from.getTime()) / 86_400_000)

function tileWords(tile: TileView, { reasons }: DashboardView['model'], timeZone: string): string {
  if (tile.kind === 'downtime-pareto') {
    if (tile.losses.length === 0) return 'no stop in this period'
    const minutes = tile.losses.reduce((sum, loss) => sum + loss.minutes, 0)
    const first = tile.losses.slice(0, 3).map(({ reasonCode, minutes }) => `${reasons.get(reasonCode)?.name ?? reasonCode} ${Math.round(minutes)} min`)
    return `${Math.round(minutes)} min; most: ${first.join(', ')}`
  }
  const { points, unit, digits } = tile
  const last = points.at(-1)
  if (!last) return 'no figure in this period'
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' })
  const say = (value: number) => `${value.toFixed(digits)} ${unit}`
  const [low, high] = [points.reduce((a, b) => (b.min < a.min ? b : a)), points.reduce((a, b) => (b.max > a.max ? b : a))]
  return `last ${say(last.mean)}; lowest ${say(low.min)} (${day.format(low.at)}), highest ${say(high.max)} (${day.format(high.at)})`
}

const fields = ['figure', 'place', 'from', 'reason', 'stops', 'value', 'unit']

/** The figures of the tiles as CSV, not rounded; moments in UTC after ISO 8601. */
export function reportCsv({ tiles, model }: DashboardView): string {
  const rows = tiles.flatMap((tile): (string | number)[][] => {
    const about = [tileTitles[tile.kind], tile.node.name]
    if (tile.kind === 'downtime-pareto') return tile.losses.map(({ reasonCode, stops, minutes }) => [...about, tile.window.from.toISOString(), model.reasons.get(reasonCode)?.name ?? reasonCode, stops, minutes, 'min'])
    return tile.points.map(({ at, mean }) => [...about, at.toISOString(), '', '', mean, tile.unit])
  })
  // A cell that begins like a formula is text: names of places and reasons are people's own.
  return `${Papa.unparse({ fields, data: rows }, { escapeFormulae: true })}\r\n`
}
