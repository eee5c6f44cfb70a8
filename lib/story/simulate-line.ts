import { type Calendar, clockOf, firstDay, lastDay, minuteMs } from '@/lib/story/calendar'
import { joined, type Span, within, without } from '@/lib/story/intervals'
import type { LineSpec, RunBreak, StopCause } from '@/lib/story/plant-spec'
import { type Random, randomFor } from '@/lib/story/random'
import type { StopRow } from '@/lib/story/rows'
import type { ShiftWindows } from '@/lib/story/shift-windows'

export interface SimulatedRun extends Span {
  id: string
  make: LineSpec['makes'][number]
  /** Spans in which pieces leave the line. */
  running: Span[]
}

export interface SimulatedLine {
  runs: SimulatedRun[]
  /** Ordered; never two at once on a line. */
  stops: StopRow[]
}

/**
 * One line's month: runs between cleanings and changeovers, and stops that strike in running time with the causes'
 * frequencies. Breaks and handovers are no stop rows: they stand in the shift pattern, and nothing is counted in them.
 */
export function simulateLine(line: LineSpec, calendar: Calendar, shifts: ShiftWindows, key: string): SimulatedLine {
  const random = randomFor(`${key}:${line.id}:stops`)
  const breaks = runBreaks(line, calendar, random)
  const scripted = scriptedStops(line, calendar)
  const stops: StopDraft[] = []
  const runs: SimulatedRun[] = []
  let cursor = calendar.startMs
  let makeIndex = 0
  for (const pause of [...breaks, { start: calendar.endMs, end: calendar.endMs, spec: null }]) {
    const window = { start: cursor, end: pause.start }
    const make = line.makes[makeIndex % line.makes.length]!
    const operating = within(shifts.operating, window)
    if (operating.length > 0) {
      const struck = strike(line, operating, within(shifts.manned, window), scripted, random)
      stops.push(...struck)
      const running = without(operating, struck)
      const run = { start: operating[0]!.start, end: operating.at(-1)!.end, make, running }
      runs.push({ id: `${line.id}-r${String(runs.length + 1).padStart(3, '0')}`, ...run })
    }
    const next = line.makes[(makeIndex + 1) % line.makes.length]!
    if (pause.spec) stops.push(...breakStop(pause, pause.spec, make.label, next.label, shifts))
    cursor = pause.end
    makeIndex++
  }
  return { runs, stops: numbered(line, stops) }
}

interface StopDraft extends Span {
  cause: Pick<StopCause, 'code' | 'kind' | 'equipmentId'>
  note: string | null
}

function runBreaks(line: LineSpec, calendar: Calendar, random: Random): (Span & { spec: RunBreak })[] {
  const result: (Span & { spec: RunBreak })[] = []
  for (let day = firstDay; day <= lastDay; day++) {
    for (const spec of line.runBreaks.toSorted((a, b) => a.clock.localeCompare(b.clock))) {
      if (spec.weekdays && !spec.weekdays.includes(calendar.weekday(day))) continue
      const start = calendar.at(day, clockOf(spec.clock))
      const minutes = spec.minutes * (spec.kind === 'planned' ? 0.95 + 0.1 * random.next() : random.logNormal(1, 0.18))
      const end = Math.min(calendar.endMs, start + Math.round(minutes * 60) * 1000)
      if (start >= (result.at(-1)?.end ?? 0)) result.push({ start, end, spec })
    }
  }
  return result
}

const breakStop = (span: Span, spec: RunBreak, from: string, to: string, shifts: ShiftWindows): StopDraft[] =>
  within(shifts.manned, span).map((part) => ({
    ...part,
    cause: { code: spec.code, kind: spec.kind, equipmentId: null },
    note: spec.kind === 'changeover' && from !== to ? `${from} to ${to.toLowerCase()}` : null,
  }))

function scriptedStops(line: LineSpec, calendar: Calendar): StopDraft[] {
  const drafts = line.scripted.map(({ day, clock, minutes, code, note }) => {
    const cause = line.causes.find((one) => one.code === code)
    if (!cause) throw new Error(`${line.id}: no cause ${code}`)
    const start = calendar.at(day, clockOf(clock))
    return { start, end: start + minutes * minuteMs, cause, note }
  })
  return drafts.toSorted((a, b) => a.start - b.start)
}

/** Scripted stops of the window, and random ones that strike in running time and end with the run or the shifts. */
function strike(line: LineSpec, operating: Span[], manned: Span[], script: StopDraft[], random: Random): StopDraft[] {
  const scripted = script.flatMap((stop) =>
    within([stop], { start: operating[0]!.start, end: operating.at(-1)!.end }).map((cut) => ({ ...stop, ...cut })),
  )
  const perDay = line.causes.reduce((sum, cause) => sum + cause.perDay, 0)
  const meanGapMs = (1440 * minuteMs) / perDay
  const result: StopDraft[] = [...scripted]
  let gap = random.exponential(meanGapMs)
  let cursor = 0
  for (const span of without(operating, joined(scripted))) {
    cursor = Math.max(cursor, span.start)
    while (cursor + gap < span.end) {
      const start = Math.floor((cursor + gap) / 1000) * 1000
      const limit = Math.min(
        operating.at(-1)!.end,
        manned.find((one) => one.end > start)!.end,
        scripted.find((one) => one.start > start)?.start ?? Infinity,
      )
      const cause = drawCause(line.causes, perDay, random)
      const seconds = Math.max(12, Math.round(random.logNormal(cause.medianMinutes, cause.sigma ?? 0.6) * 60))
      const end = Math.min(limit, start + seconds * 1000)
      if (end > start) result.push({ start, end, cause, note: null })
      cursor = Math.max(end, start)
      gap = random.exponential(meanGapMs)
    }
    gap -= Math.max(0, span.end - cursor)
    gap = Math.max(gap, 1000)
  }
  return result.toSorted((a, b) => a.start - b.start)
}

function drawCause(causes: StopCause[], perDay: number, random: Random): StopCause {
  let mark = random.next() * perDay
  for (const cause of causes) {
    mark -= cause.perDay
    if (mark < 0) return cause
  }
  return causes[0]!
}

const numbered = (line: LineSpec, drafts: StopDraft[]): StopRow[] =>
  drafts
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, cause, note }, i) => ({
      id: `${line.id}-s${String(i + 1).padStart(4, '0')}`,
      lineId: line.id,
      equipmentId: cause.equipmentId,
      kind: cause.kind,
      reasonCode: cause.code,
      startsAt: new Date(start),
      endsAt: new Date(end),
      note,
    }))
