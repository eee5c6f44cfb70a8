/** One time that an alarm was raised. Times are epoch milliseconds. */
export interface Occurrence {
  id: string
  ruleId: string
  name: string
  priority: number
  raisedAt: number
  /** Null while it stands. */
  returnedAt: number | null
}

/** Alarms per hour and operator: very likely to be acceptable, and the most that can be managed (ANSI/ISA-18.2-2016, 16.5; EEMUA 191). */
export const acceptablePerHour = 6
export const manageablePerHour = 12
/** More than that in ten minutes are a flood; it is over when ten minutes have fewer than `floodEnd` (ANSI/ISA-18.2-2016, 16.5). */
export const floodCount = 10
export const floodEnd = 5
/** So often within a minute is chattering (ISA-TR18.2.5, EEMUA 191). */
export const chatterCount = 3
/** Standing for longer is stale (ANSI/ISA-18.2-2016, 16.5). */
export const staleMs = 24 * 3_600_000

const minuteMs = 60_000
const intervalMs = 10 * minuteMs
const mostActors = 10

export interface BadActor {
  ruleId: string
  name: string
  priority: number
  count: number
  /** Of all alarms of the period, 0..1. */
  share: number
  /** Most raised within one minute. */
  mostInMinute: number
}

export interface Flood {
  from: number
  to: number
  count: number
  /** Most in ten minutes. */
  peak: number
}

export interface AlarmStatistics {
  count: number
  hours: number
  /** Null for less than an hour. */
  perHour: number | null
  mostInTenMinutes: number
  /** Ten-minute intervals of the clock with more than `floodCount`, of all, 0..1. */
  floodShare: number | null
  floods: Flood[]
  /** The ten most frequent rules, the most frequent first. */
  badActors: BadActor[]
  chattering: BadActor[]
  /** Stood for longer than a day in the period, the longest first. */
  stale: Occurrence[]
}

/** What alarms of a period say of the rules that made them. Those raised before it count only as standing in it. */
export function alarmStatistics(all: Occurrence[], from: number, to: number): AlarmStatistics {
  const raised = all.filter(({ raisedAt }) => raisedAt >= from && raisedAt < to)
  const hours = Math.max(0, to - from) / 3_600_000
  const perInterval = countsOf(raised.map(({ raisedAt }) => Math.floor(raisedAt / intervalMs)))
  const intervals = to > from ? Math.floor((to - 1) / intervalMs) - Math.floor(from / intervalMs) + 1 : 0
  const actors = actorsOf(raised)
  return {
    count: raised.length,
    hours,
    perHour: hours >= 1 ? raised.length / hours : null,
    mostInTenMinutes: Math.max(0, ...perInterval.values()),
    floodShare: intervals > 0 ? [...perInterval.values()].filter((count) => count > floodCount).length / intervals : null,
    floods: floodsOf(perInterval),
    badActors: actors.slice(0, mostActors),
    chattering: actors.filter(({ mostInMinute }) => mostInMinute >= chatterCount),
    stale: all.filter((one) => stoodMs(one, to) > staleMs).sort((a, b) => stoodMs(b, to) - stoodMs(a, to)),
  }
}

export const stoodMs = ({ raisedAt, returnedAt }: Pick<Occurrence, 'raisedAt' | 'returnedAt'>, now: number): number => (returnedAt ?? now) - raisedAt

function countsOf<T>(keys: T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function actorsOf(raised: Occurrence[]): BadActor[] {
  const byRule = new Map<string, Occurrence[]>()
  for (const one of raised) {
    const list = byRule.get(one.ruleId)
    if (list) list.push(one)
    else byRule.set(one.ruleId, [one])
  }
  return [...byRule.entries()]
    .map(([ruleId, list]) => {
      const newest = list.reduce((a, b) => (b.raisedAt > a.raisedAt ? b : a))
      return { ruleId, name: newest.name, priority: newest.priority, count: list.length, share: list.length / raised.length, mostInMinute: mostWithin(list.map(({ raisedAt }) => raisedAt), minuteMs) }
    })
    .sort((a, b) => b.count - a.count || (a.ruleId < b.ruleId ? -1 : 1))
}

/** Most of the moments that lie within any stretch of that length. */
function mostWithin(moments: number[], lengthMs: number): number {
  const sorted = moments.toSorted((a, b) => a - b)
  let most = 0
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while (sorted[last]! - sorted[first]! >= lengthMs) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

function floodsOf(perInterval: Map<number, number>): Flood[] {
  const floods: Flood[] = []
  const busy = [...perInterval.keys()].sort((a, b) => a - b)
  for (const interval of busy) {
    const count = perInterval.get(interval)!
    const last = floods.at(-1)
    if (last && last.to === interval * intervalMs && count >= floodEnd) Object.assign(last, { to: last.to + intervalMs, count: last.count + count, peak: Math.max(last.peak, count) })
    else if (count > floodCount) floods.push({ from: interval * intervalMs, to: (interval + 1) * intervalMs, count, peak: count })
  }
  return floods
}
