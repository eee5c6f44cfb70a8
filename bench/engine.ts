import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { LineInput } from '@/lib/oee/oee'
import { oeeByWindow } from '@/lib/oee/oee-by-window'
import { type ShiftPattern, shiftsBetween } from '@/lib/oee/shift-calendar'
import { nelsonSignals } from '@/lib/spc/nelson'
import { checkPoints, meanOf, phaseOneLimits } from '@/lib/spc/xbar-r'
import { xbarSBaseline, xbarSPoints } from '@/lib/spc/xbar-s'
import { individualsLimits, individualsPoints } from '@/lib/spc/individuals'
import { describeMachine } from './floors'
import { type Floor, percentile, report, times } from './statistics'

const lines = 50
const years = 5
const stopsADay = 30
const bucketSeconds = 900
const dayMs = 86_400_000
const subgroups = 100_000

// What making the events left behind is not the engine's to clear away.
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** The figures themselves, without a database: five years of fifty lines by day, and long control charts. */
export async function engine(): Promise<void> {
  await describeMachine()
  await fiveYears()
  await longCharts()
}

async function fiveYears(): Promise<void> {
  const random = generator(7)
  const from = Date.UTC(2021, 0, 1)
  const to = from + years * 365.25 * dayMs
  const shifts = shiftsBetween(patterns, 'Europe/London', new Date(from), new Date(to))
  const days = [...Map.groupBy(shifts, ({ localDate }) => localDate).values()].map((own) => ({ from: own[0]!.startsAt, to: own.at(-1)!.endsAt }))
  // As in a server that has been asked before.
  for (let i = 0; i < 3; i++) oeeByWindow({ ...eventsOf(random, from, to), shifts, now: new Date(to) }, days)
  let [events, readMs, computeMs] = [0, 0, 0]
  // Line after line: what is measured is the computing, not the memory of nine million rows at once.
  for (let i = 0; i < lines; i++) {
    const input = { ...eventsOf(random, from, to), shifts, now: new Date(to) }
    events += input.stops.length + input.counts.length + input.runs.length
    collectGarbage()
    ;[readMs, computeMs] = [readMs + (await once(() => readAll(input))), computeMs + (await once(() => oeeByWindow(input, days)))]
  }
  const floor: Floor = { what: 'reading every event once', ms: readMs }
  report(`OEE, ${lines} lines × ${years} years, ${(events / 1e6).toFixed(1)} million events`, [{ what: `by line and day, ${lines * days.length} figures`, value: computeMs, unit: 'ms', target: 1000, floor }])
}

async function longCharts(): Promise<void> {
  const random = generator(11)
  const rows = Array.from({ length: subgroups }, (_, i) => ({ index: i + 1, values: Array.from({ length: 5 }, () => 50 + random() + random() + random()), excludedReason: null }))
  const singles = rows.map(({ index, values }) => ({ index, value: values[0]!, excludedReason: null }))
  const floor: Floor = { what: 'mean of every subgroup', ms: await medianOf(() => rows.map(({ values }) => meanOf(values))) }
  const charts: [string, () => unknown][] = [
    ['x̄ and R, Nelson’s eight rules', () => xbarR(rows)],
    ['x̄ and s', () => xbarS(rows)],
    ['individuals and moving range, Nelson’s eight rules', () => individuals(singles)],
  ]
  const measured = []
  for (const [what, run] of charts) measured.push({ what, value: await medianOf(run), unit: 'ms' as const, target: 200, floor })
  report(`Control charts of ${subgroups} subgroups, limits and every point`, measured)
}

type Rows = { index: number; values: number[]; excludedReason: null }[]

function must<T>(checked: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}

function xbarR(rows: Rows): number {
  const limits = must(phaseOneLimits(rows, 1, 25))
  const points = must(checkPoints(rows, limits))
  return must(nelsonSignals(points.map(({ mean }) => mean), limits.location.centre, limits.sigmaOfMean)).length
}

const xbarS = (rows: Rows) => must(xbarSPoints(rows, must(xbarSBaseline(rows, { first: 1, last: 25 })))).length

function individuals(rows: { index: number; value: number; excludedReason: null }[]): number {
  const limits = must(individualsLimits(rows, { first: 1, last: 100 }))
  must(individualsPoints(rows, limits))
  return must(nelsonSignals(rows.map(({ value }) => value), limits.centre, limits.sigma)).length
}

const patterns: ShiftPattern[] = [['06:00', '14:00', '09:00', '09:30'], ['14:00', '22:00', '17:00', '17:30'], ['22:00', '06:00', '02:00', '02:30']].map(([startLocal, endLocal, breakStart, breakEnd], i) => ({
  id: `shift-${i}`, name: `Shift ${i}`, startLocal: startLocal!, endLocal: endLocal!, weekdays: [1, 2, 3, 4, 5, 6, 7], breaks: [{ name: 'Break', startLocal: breakStart!, endLocal: breakEnd! }],
}))

const kinds = ['breakdown', 'minor', 'starved', 'blocked', 'changeover', 'planned'] as const

function eventsOf(random: () => number, from: number, to: number): Pick<LineInput, 'stops' | 'runs' | 'counts'> {
  const stops: LineInput['stops'] = []
  for (let at = from; at < to; at += (random() * 2 * dayMs) / stopsADay) stops.push({ id: `s${stops.length}`, kind: kinds[Math.floor(random() * kinds.length)]!, reasonCode: 'r', startsAt: new Date(at), endsAt: new Date(at + random() * 12 * 60_000) })
  const runs = Array.from({ length: Math.ceil((to - from) / dayMs) }, (_, i) => ({ id: `r${i}`, productId: 'p', startsAt: new Date(from + i * dayMs), endsAt: new Date(from + (i + 1) * dayMs), idealRatePerMinute: 100 }))
  const counts = Array.from({ length: Math.floor((to - from) / (bucketSeconds * 1000)) }, (_, i) => ({ bucketAt: new Date(from + i * bucketSeconds * 1000), bucketSeconds, runId: `r${Math.floor((i * bucketSeconds * 1000) / dayMs)}`, productId: 'p', total: 1200, reject: 10, rework: 2 }))
  return { stops, runs, counts }
}

/** What no engine can do without: every row touched. */
function readAll({ stops, counts }: Pick<LineInput, 'stops' | 'counts'>): number {
  let sum = 0
  for (const { startsAt, endsAt } of stops) sum += endsAt!.getTime() - startsAt.getTime()
  for (const { bucketAt, total, reject } of counts) sum += bucketAt.getTime() + total - reject
  return sum
}

async function once(run: () => unknown): Promise<number> {
  const [ms] = await times(1, async () => run())
  return ms!
}

async function medianOf(run: () => unknown): Promise<number> {
  await times(3, async () => run())
  return percentile(await times(9, async () => run()), 0.5)
}

/** Park and Miller's generator: the same rows on every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}
