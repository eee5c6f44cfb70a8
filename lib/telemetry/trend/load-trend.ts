import os from 'node:os'
import pLimit from 'p-limit'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'
import { areKept, type Choice, levelFor, mostReadings, wantsReadings } from '@/lib/telemetry/trend/choose-source'
import { gapsOf, longestPauseMs } from '@/lib/telemetry/trend/gaps'
import { type RawRequest, readRaw } from '@/lib/telemetry/trend/raw-readings'
import { loadRollups, type RolledUp } from '@/lib/telemetry/trend/rollup-buckets'
import { statisticsOf, type TrendStatistics } from '@/lib/telemetry/trend/statistics'
import { type Buckets, gridOf, type Points, thinner, type Thinner, type TrendWindow } from '@/lib/telemetry/trend/thin'
import { keepTrend, keptTrend } from '@/lib/telemetry/trend/trend-cache'
import { checkWindow, findWanted, isComplete, type Wanted } from '@/lib/telemetry/trend/wanted-signals'

const longestBesideMs = 86_400_000
/** Writing a million numbers keeps one process of the database busy for a tenth of a second: so many are asked of two at once, a half of the time each. */
const worthHalving = 150_000

/** No more at once than there are cores: twenty would end no sooner, and whatever else wants a core, an alarm too, would wait behind all of them. */
const inTurn = pLimit(os.availableParallelism())

export interface TrendRequest {
  signals: string[]
  window: TrendWindow
  /** Pixels of the plot. */
  width: number
  /** Means with least and greatest, also where the readings themselves are there. */
  asMeans?: boolean
}

export interface TrendSeries {
  id: string
  /** What it was made of: readings, or roll-ups of so many seconds. */
  source: 'readings' | 'roll-ups'
  levelSeconds: number | null
  /** Length of a bucket. */
  stepMs: number
  points: Points | null
  means: Buckets | null
  gaps: TrendWindow[]
  /** Of the readings in the window; of roll-ups, of those that touch it. Null without any. */
  statistics: TrendStatistics | null
}

/**
 * Each signal over the window with at most about two values for every pixel, no extreme lost and gaps left open. Readings
 * themselves where they are complete and finer than a roll-up would show, else the roll-up that fits a pixel.
 * @throws Refusal 404 for a signal that this plant does not have, 422 for a window that is empty or too long.
 */
export async function loadTrend(system: System, reach: Reach, request: TrendRequest): Promise<TrendSeries[]> {
  const now = system.clock.now().getTime()
  checkWindow(request.window)
  const kept = request.signals.map((id) => keptTrend(reach, id, request, now))
  const missing = request.signals.filter((_, i) => !kept[i])
  const made = missing.length === 0 ? [] : await inTurn(() => makeTrend(system, reach, { ...request, signals: missing }, now))
  for (const series of made) keepTrend(reach, series, request, now)
  return request.signals.map((id, i) => kept[i] ?? made.find((one) => one.id === id)!)
}

async function makeTrend(system: System, reach: Reach, request: TrendRequest, now: number): Promise<TrendSeries[]> {
  const { window, width } = request
  const { retention } = system.settings
  const { wanted, hasStory } = await system.db.inTenant(reach, (tx) => findWanted(tx, request, areKept({ window, now, retention })))
  const choice: Choice = { window, width, now, hasStory, retention }
  let budget = mostReadings
  const raw = wanted.filter(({ expected }) => wantsReadings(choice, expected) && (budget -= expected) >= 0)
  const thinned = await thinRaw(system, reach, raw, request)
  const complete = new Map([...thinned].filter(([one, readings]) => isComplete(one, readings.count())))
  const rest = wanted.filter((one) => !complete.has(one))
  const levelSeconds = levelFor(choice)
  const rolledUp = rest.length === 0 ? new Map<string, RolledUp>() : await loadRollups(system.db, reach, { signalIds: rest.map(({ id }) => id), window, levelSeconds, now }, width)
  return wanted.map((one) => {
    const pauseMs = longestPauseMs(one.intervalSeconds)
    const readings = complete.get(one)
    return readings ? ofReadings(one.id, readings, request, pauseMs, now) : ofRollups(one.id, rolledUp.get(one.id)!, window, levelSeconds, pauseMs, now)
  })
}

async function thinRaw(system: System, reach: Reach, raw: Wanted[], { window, width }: TrendRequest): Promise<Map<Wanted, Thinner>> {
  const grid = gridOf(window, width)
  const all = raw.map(() => thinner(grid))
  // A line that runs out of the picture needs to know where to.
  const requests = raw.map(({ id, intervalSeconds }) => {
    const beside = Math.min(longestPauseMs(intervalSeconds), longestBesideMs)
    return { signalId: id, from: window.from - beside, to: window.to + beside }
  })
  const isMuch = raw.reduce((sum, { expected }) => sum + expected, 0) > worthHalving
  const take = (i: number, t: number, v: number) => all[i]!.add(t, v)
  if (raw.length > 0) await Promise.all((isMuch ? halvesOf(requests, window) : [requests]).map((part) => readRaw(system.db, reach, part, take)))
  return new Map(raw.map((one, i) => [one, all[i]!]))
}

function halvesOf(requests: RawRequest[], window: TrendWindow): [RawRequest[], RawRequest[]] {
  const middle = Math.floor((window.from + window.to) / 2)
  return [requests.map((one) => ({ ...one, to: middle })), requests.map((one) => ({ ...one, from: middle }))]
}

function ofReadings(id: string, readings: Thinner, { window, width, asMeans }: TrendRequest, pauseMs: number, now: number): TrendSeries {
  const sums = readings.sums()
  return {
    id,
    source: 'readings',
    levelSeconds: null,
    stepMs: gridOf(window, width).stepMs,
    points: asMeans ? null : readings.points(),
    means: asMeans ? readings.means() : null,
    gaps: gapsOf(readings.spans(), window, pauseMs, now),
    statistics: sums && statisticsOf(sums),
  }
}

function ofRollups(id: string, { stepMs, spans, sums, counts: _, ...means }: RolledUp, window: TrendWindow, levelSeconds: number, pauseMs: number, now: number): TrendSeries {
  return { id, source: 'roll-ups', levelSeconds, stepMs, points: null, means, gaps: gapsOf(spans, window, pauseMs, now), statistics: sums && statisticsOf(sums) }
}
