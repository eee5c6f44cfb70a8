import { type Calendar, minuteMs } from '@/lib/story/calendar'
import type { LineSpec } from '@/lib/story/plant-spec'
import { randomFor } from '@/lib/story/random'
import type { SimulatedLine } from '@/lib/story/simulate-line'

/** A line minute by minute from the story's start. */
export interface LineMinutes {
  /** Share of the minute in which pieces left the line, 0..1. */
  running: Float64Array
  /** Index of the run, −1 between runs. */
  run: Int16Array
  /** Pieces made in the minute (not yet whole). */
  pieces: Float64Array
  /** Share of the minute in a planned stop, 0..1. */
  planned: Float64Array
}

export function lineMinutes(spec: LineSpec, line: SimulatedLine, calendar: Calendar, key: string): LineMinutes {
  const running = new Float64Array(calendar.minutes)
  const planned = new Float64Array(calendar.minutes)
  const pieces = new Float64Array(calendar.minutes)
  const run = new Int16Array(calendar.minutes).fill(-1)
  const speed = speedRatios(spec, calendar.minutes, key)
  line.runs.forEach((one, index) => {
    for (const span of one.running)
      spread(span.start - calendar.startMs, span.end - calendar.startMs, (i, share) => {
        running[i]! += share
        run[i] = index
        pieces[i]! += share * speed[i]! * one.make.idealRatePerMinute
      })
  })
  for (const stop of line.stops) {
    if (stop.kind !== 'planned') continue
    spread(
      stop.startsAt.getTime() - calendar.startMs,
      stop.endsAt!.getTime() - calendar.startMs,
      (i, share) => (planned[i]! += share),
    )
  }
  return { running, run, pieces, planned }
}

/** Calls `each` with every minute that the span (ms from the start) touches, and the share of it that is touched. */
function spread(startMs: number, endMs: number, each: (minute: number, share: number) => void) {
  for (let i = Math.floor(startMs / minuteMs); i * minuteMs < endMs; i++) {
    each(i, (Math.min(endMs, (i + 1) * minuteMs) - Math.max(startMs, i * minuteMs)) / minuteMs)
  }
}

// Slow swings of hours (crew, material) and quick ones of minutes, never above the ideal rate.
function speedRatios(spec: LineSpec, minutes: number, key: string): Float64Array {
  const random = randomFor(`${key}:${spec.id}:speed`)
  const ratios = new Float64Array(minutes)
  let slow = 0
  let quick = 0
  for (let i = 0; i < minutes; i++) {
    slow = 0.996 * slow + 0.0018 * random.normal()
    quick = 0.8 * quick + 0.006 * random.normal()
    ratios[i] = Math.min(0.995, Math.max(0.5, spec.speedRatio + slow + quick))
  }
  return ratios
}
