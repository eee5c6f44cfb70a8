import { minuteMs } from '@/lib/story/calendar'
import { type Span, within, without } from '@/lib/story/intervals'
import type { LineSpec } from '@/lib/story/plant-spec'
import type { Random } from '@/lib/story/random'
import type { EquipmentStateRow, StopKind, StopRow } from '@/lib/story/rows'
import type { ShiftWindows } from '@/lib/story/shift-windows'
import type { SimulatedLine } from '@/lib/story/simulate-line'

type State = EquipmentStateRow['state']

interface Draft extends Span {
  state: State
  reasonCode: string | null
}

const stateOf: Record<StopKind, State> = {
  breakdown: 'down',
  minor: 'minor',
  changeover: 'changeover',
  planned: 'planned',
  starved: 'starved',
  blocked: 'blocked',
}

/** Seconds that the buffer between two machines lasts, and that the flow takes to come back over it. */
const bufferSeconds = { from: 20, to: 90 }
const recoverySeconds = { from: 4, to: 20 }
/** What is left of a wait between two stops is not told when it is shorter. */
const shortestMs = 2000
/** Machines faster than the constraint: running minutes from one wait to the next, and minutes it lasts. */
const paceMinutes = { from: 30, to: 60 }
const waitMinutes = { from: 1, to: 4 }

/**
 * The spans in which each machine of a line did not work, ordered by machine and start; between them it worked. A stop
 * holds its machine for its reason; the machines before it are blocked and those after it starved once the buffers
 * between them are used up, and come back a little after it. Machines other than the line's constraint are faster and
 * wait for it now and then. Spans of one machine are disjoint, while some shift is on, in whole milliseconds.
 */
export function machineStates(
  line: LineSpec,
  { runs, stops }: SimulatedLine,
  shifts: ShiftWindows,
  random: Random,
): EquipmentStateRow[] {
  const constraint = placeOf(line, line.constraintId)
  const running = runs.flatMap((run) => run.running)
  const drafts = line.equipment.map((): { own: Draft[]; waits: Draft[] } => ({ own: [], waits: [] }))
  for (const stop of stops) spread(stop, line, drafts, random)
  return line.equipment.flatMap(({ id }, place) => {
    const { own, waits } = drafts[place]!
    const paced = place === constraint ? [] : waitsForPace(running, place < constraint ? 'blocked' : 'starved', random)
    return inShifts(disjoint(own, [...waits, ...paced]), shifts.manned).map(({ start, end, ...state }) => ({
      equipmentId: id,
      lineId: line.id,
      startsAt: new Date(start),
      endsAt: new Date(end),
      ...state,
    }))
  })
}

function placeOf(line: LineSpec, equipmentId: string): number {
  const place = line.equipment.findIndex(({ id }) => id === equipmentId)
  if (place < 0) throw new Error(`${line.id}: no machine ${equipmentId}`)
  return place
}

/** Places at which a stop strikes: its machine; where it has none, the end at which material is missing or piles up, or all. */
function struckPlaces({ equipmentId, kind }: StopRow, line: LineSpec): number[] {
  if (equipmentId !== null) return [placeOf(line, equipmentId)]
  if (kind === 'starved') return [0]
  if (kind === 'blocked') return [line.equipment.length - 1]
  return line.equipment.map((_, place) => place)
}

function spread(stop: StopRow, line: LineSpec, drafts: { own: Draft[]; waits: Draft[] }[], random: Random) {
  const span = { start: stop.startsAt.getTime(), end: stop.endsAt!.getTime() }
  const struck = struckPlaces(stop, line)
  for (const place of struck) drafts[place]!.own.push({ ...span, state: stateOf[stop.kind], reasonCode: stop.reasonCode })
  const wave = (state: 'blocked' | 'starved', from: number, step: 1 | -1) => {
    let { start, end } = span
    for (let place = from + step; drafts[place]; place += step) {
      start += between(bufferSeconds, 1000, random)
      end += between(recoverySeconds, 1000, random)
      if (start >= span.end) return
      drafts[place]!.waits.push({ start, end, state, reasonCode: null })
    }
  }
  // Material that is missing at a machine leaves what comes before it free to run.
  if (stop.kind !== 'starved') wave('blocked', struck[0]!, -1)
  wave('starved', struck.at(-1)!, 1)
}

/** A short wait every so often on the clock of running time; one that a stop cuts short is not told. */
function waitsForPace(running: Span[], state: 'blocked' | 'starved', random: Random): Draft[] {
  const result: Draft[] = []
  let left = between(paceMinutes, minuteMs, random)
  for (const span of running) {
    let cursor = span.start
    while (cursor + left < span.end) {
      const start = cursor + left
      const end = start + between(waitMinutes, minuteMs, random)
      if (end <= span.end) result.push({ start, end, state, reasonCode: null })
      cursor = Math.min(end, span.end)
      left = between(paceMinutes, minuteMs, random)
    }
    left -= span.end - cursor
  }
  return result
}

/** Own stops as they are; of each wait what no own stop and no earlier wait takes. */
function disjoint(own: Draft[], waits: Draft[]): Draft[] {
  const result = [...own]
  let cursor = 0
  for (const wait of waits.toSorted((a, b) => a.start - b.start)) {
    const [free] = without([{ start: Math.max(wait.start, cursor), end: wait.end }], own)
    if (!free || free.end - free.start < shortestMs) continue
    result.push({ ...wait, ...free })
    cursor = free.end
  }
  return result.toSorted((a, b) => a.start - b.start)
}

const inShifts = (spans: Draft[], manned: Span[]): Draft[] =>
  spans.flatMap((span) => within(manned, span).map((cut) => ({ ...span, ...cut })))

/** Whole milliseconds. */
const between = ({ from, to }: { from: number; to: number }, unitMs: number, random: Random): number =>
  Math.round((from + (to - from) * random.next()) * unitMs)
