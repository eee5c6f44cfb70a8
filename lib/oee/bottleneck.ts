import { type Checked, figure, refuse } from '@/lib/figures/refusal'

/** A span in which a machine waited for another one, or was not wanted. */
export interface MachineWait {
  state: 'blocked' | 'starved' | 'planned'
  from: Date
  to: Date
}

export interface MachineBottleneck {
  id: string
  /** The only bottleneck, and bottleneck while it passes on to or comes from another machine. */
  soleMinutes: number
  shiftingMinutes: number
  /** Of the time in which some machine was active, 0..1. */
  shareRatio: number
  meanActiveMinutes: number
  activeRatio: number
  blockedMinutes: number
  starvedMinutes: number
}

export interface BottleneckPeriod {
  id: string
  from: Date
  to: Date
  minutes: number
}

export interface Bottlenecks {
  /** Most share first. */
  machines: MachineBottleneck[]
  /** The longest periods as bottleneck: the evidence. */
  longest: BottleneckPeriod[]
}

interface Active {
  id: string
  from: number
  to: number
}

const evidence = 10

/**
 * The machine that holds the others up, by the active period method (Roser, Nakano and Tanaka 2002): active is whatever
 * is not blocked, starved or planned off. The bottleneck of a moment is the machine with the longest uninterrupted
 * active period; when it ends, the longest of those going on takes over, and where both overlap the bottleneck shifts.
 * Refuses waits that overlap or end before they start, naming machine and row.
 */
export function bottlenecks({ window, machines }: { window: { from: Date; to: Date }; machines: { id: string; waits: MachineWait[] }[] }): Checked<Bottlenecks> {
  const [from, to] = [window.from.getTime(), window.to.getTime()]
  if (!(to > from)) return refuse('window', 'The window ends before it starts.', 'window')
  const periods: Active[] = []
  for (const { id, waits } of machines) {
    const active = activePeriods(id, waits, from, to)
    if (!active.ok) return active
    periods.push(...active.value)
  }
  const chain = chainOf(periods.toSorted((a, b) => a.from - b.from))
  const spans = spansOf(chain)
  const whole = spans.reduce((sum, { sole, shifting }) => sum + sole + shifting / 2, 0)
  const minutes = (ms: number) => ms / 60_000
  const rows = machines.map(({ id, waits }): MachineBottleneck => {
    const own = spans.filter((span) => span.id === id)
    const active = periods.filter((period) => period.id === id)
    const activeMs = active.reduce((sum, period) => sum + period.to - period.from, 0)
    const [sole, shifting] = [own.reduce((sum, span) => sum + span.sole, 0), own.reduce((sum, span) => sum + span.shifting, 0)]
    const waited = (state: MachineWait['state']) => minutes(waits.filter((wait) => wait.state === state).reduce((sum, wait) => sum + Math.max(0, Math.min(to, wait.to.getTime()) - Math.max(from, wait.from.getTime())), 0))
    return {
      id, soleMinutes: minutes(sole), shiftingMinutes: minutes(shifting),
      shareRatio: whole > 0 ? (sole + shifting / 2) / whole : 0,
      meanActiveMinutes: active.length > 0 ? minutes(activeMs) / active.length : 0,
      activeRatio: activeMs / (to - from),
      blockedMinutes: waited('blocked'), starvedMinutes: waited('starved'),
    }
  })
  return figure({
    machines: rows.sort((a, b) => b.shareRatio - a.shareRatio || (a.id < b.id ? -1 : 1)),
    longest: chain.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, evidence).map((period) => ({ id: period.id, from: new Date(period.from), to: new Date(period.to), minutes: minutes(period.to - period.from) })),
  })
}

function activePeriods(id: string, waits: MachineWait[], from: number, to: number): Checked<Active[]> {
  const active: Active[] = []
  let cursor = from
  let before = -Infinity
  for (const [i, wait] of waits.entries()) {
    const [start, end] = [wait.from.getTime(), wait.to.getTime()]
    if (end < start) return refuse('wait-ends-before-start', `${id}: wait ${i + 1} ends before it starts.`, i + 1)
    if (start < before) return refuse('waits-overlap', `${id}: wait ${i + 1} begins before the one above it has ended.`, i + 1)
    before = end
    if (start > cursor) active.push({ id, from: cursor, to: Math.min(start, to) })
    cursor = Math.max(cursor, end)
    if (cursor >= to) break
  }
  if (cursor < to) active.push({ id, from: cursor, to })
  return figure(active.filter((period) => period.to > period.from))
}

/** Bottlenecks one after the other. A heap by length holds what has begun; what has ended falls out when it is met. */
function chainOf(sorted: Active[]): Active[] {
  const chain: Active[] = []
  const begun: Active[] = []
  let next = 0
  let now = sorted[0]?.from ?? 0
  for (;;) {
    while (next < sorted.length && sorted[next]!.from <= now) push(begun, sorted[next++]!)
    while (begun.length > 0 && begun[0]!.to <= now) pop(begun)
    const longest = begun[0]
    if (longest) {
      chain.push(longest)
      now = longest.to
    } else if (next < sorted.length) now = sorted[next]!.from
    else return chain
  }
}

const isLonger = (a: Active, b: Active) => a.to - a.from > b.to - b.from

function push(heap: Active[], period: Active): void {
  let i = heap.push(period) - 1
  for (let parent = (i - 1) >> 1; i > 0 && isLonger(heap[i]!, heap[parent]!); parent = (i - 1) >> 1) {
    ;[heap[i], heap[parent]] = [heap[parent]!, heap[i]!]
    i = parent
  }
}

function pop(heap: Active[]): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  heap[0] = last
  for (let i = 0; ; ) {
    const [left, right] = [2 * i + 1, 2 * i + 2]
    let longest = i
    if (left < heap.length && isLonger(heap[left]!, heap[longest]!)) longest = left
    if (right < heap.length && isLonger(heap[right]!, heap[longest]!)) longest = right
    if (longest === i) return
    ;[heap[i], heap[longest]] = [heap[longest]!, heap[i]!]
    i = longest
  }
}

/** Each period with its overlaps with the one before and the one after; they belong to both. */
function spansOf(chain: Active[]): { id: string; sole: number; shifting: number }[] {
  const overlaps = chain.slice(1).map((period, i) => Math.max(0, Math.min(chain[i]!.to, period.to) - Math.max(chain[i]!.from, period.from)))
  return chain.map(({ id, from, to }, i) => {
    const shifting = Math.min(to - from, (overlaps[i - 1] ?? 0) + (overlaps[i] ?? 0))
    return { id, sole: to - from - shifting, shifting }
  })
}
