import type { Page } from '@/lib/print/page'
import { ink, margin, width } from '@/lib/print/paper'
import type { SeriesPoint } from '@/lib/plant/views/signal-series'

interface Trend {
  points: SeriesPoint[]
  window: { from: Date; to: Date }
  stepSeconds: number
}

const height = 96
/** Left of the line: what its two hairlines stand for. */
const scaleWidth = 58

/** Figures as a line between their lowest and highest; where lowest and highest of a bucket differ, the band between them. What has no figure is a gap. */
export function drawTrend(page: Page, { points, window, stepSeconds }: Trend, say: (value: number) => string, dayOf: (at: Date) => string): void {
  const { pdf } = page
  const top = page.room(height + 22)
  const [low, high] = [Math.min(...points.map(({ min }) => min)), Math.max(...points.map(({ max }) => max))]
  const x = (at: Date) => margin + scaleWidth + ((at.getTime() - window.from.getTime()) / (window.to.getTime() - window.from.getTime())) * (width - scaleWidth)
  const y = (value: number) => top + 6 + (high > low ? (high - value) / (high - low) : 0.5) * (height - 12)
  pdf.font('plain').fontSize(8).fillColor(ink.label)
  for (const value of high > low ? [high, low] : [high]) {
    pdf.text(say(value), margin, y(value) - 4, { width: scaleWidth - 6, lineBreak: false })
    pdf.moveTo(margin + scaleWidth, y(value)).lineTo(margin + width, y(value)).lineWidth(0.5).stroke(ink.line)
  }
  for (const run of runsOf(points, stepSeconds)) {
    const [first] = run
    if (run.some(({ min, max }) => max > min)) pdf.polygon(...run.map(({ at, max }) => [x(at), y(max)]), ...run.toReversed().map(({ at, min }) => [x(at), y(min)])).fillOpacity(0.18).fill(ink.accent).fillOpacity(1)
    if (run.length === 1) pdf.circle(x(first!.at), y(first!.mean), 1.5).fill(ink.accent)
    run.forEach(({ at, mean }, i) => (i === 0 ? pdf.moveTo(x(at), y(mean)) : pdf.lineTo(x(at), y(mean))))
    pdf.lineWidth(1.2).stroke(ink.accent)
  }
  const below = top + height + 3
  pdf.fontSize(8).fillColor(ink.label)
  pdf.text(dayOf(window.from), margin + scaleWidth, below, { lineBreak: false })
  pdf.text(dayOf(window.to), margin + width - 100, below, { width: 100, align: 'right' })
  pdf.x = margin
  pdf.y = below + 17
}

/** Parts without a hole: the next bucket follows within one and a half of them. */
function runsOf(points: SeriesPoint[], stepSeconds: number): SeriesPoint[][] {
  const runs: SeriesPoint[][] = []
  for (const [i, point] of points.entries()) {
    const before = points[i - 1]
    if (before && point.at.getTime() - before.at.getTime() <= stepSeconds * 1500) runs.at(-1)!.push(point)
    else runs.push([point])
  }
  return runs
}
