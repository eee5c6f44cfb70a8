/** Where in the plot everything stands, in px. Pure. */

export type Row = { top: number; height: number }
export type PlotLayout = {
  left: number
  right: number
  /** Of the lanes themselves: what a signal is thinned to. */
  width: number
  notes: Row | null
  lines: { name: string; batches: Row | null; stops: Row | null }[]
  lanes: Row[]
  axisTop: number
  height: number
}

export type LayoutInput = { width: number; lanes: number; lines: string[]; notes: boolean; batches: boolean; stops: boolean }

const left = 56
const labelsFrom = 820
const labelWidth = 148
const narrow = 560
const laneHeights = [320, 208, 164, 136, 124]
const laneGap = 32

/** Rows above, one lane below the other, one time axis under all. Labels at the line's end where there is room. */
export function plotLayout({ width, lanes, lines, notes, batches, stops }: LayoutInput): PlotLayout {
  const right = width >= labelsFrom ? labelWidth : 10
  let top = 0
  const row = (shown: boolean, height: number): Row | null => {
    if (!shown) return null
    const placed = { top, height }
    top += height + 4
    return placed
  }
  const noteRow = row(notes, 24)
  const lineRows = (batches || stops ? lines : []).map((name) => ({ name, batches: row(batches, 20), stops: row(stops, 10) }))
  const full = laneHeights[Math.min(lanes, laneHeights.length) - 1] ?? laneHeights[0]!
  const laneHeight = width < narrow ? Math.min(full, lanes === 1 ? 240 : 132) : full
  const laneRows = Array.from({ length: lanes }, (_, i) => ({ top: top + laneGap + i * (laneHeight + laneGap), height: laneHeight }))
  const axisTop = (laneRows.at(-1)?.top ?? top) + laneHeight
  return { left, right, width: Math.max(0, width - left - right), notes: noteRow, lines: lineRows, lanes: laneRows, axisTop, height: axisTop + 24 }
}
