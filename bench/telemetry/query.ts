import { setTimeout as wait } from 'node:timers/promises'
import type { TrendSeries } from '@/lib/telemetry/trend/load-trend'
import type { Floors } from '../floors'
import type { Product } from '../product'
import { percentile, times } from '../statistics'
import type { Visitor } from '../visitor'
import { foundFacility, signalName } from './facility'
import { prepareLoad } from './load'
import { openRawYear, type RawYear, rawReadings, rawSignals, storeRollups } from './raw-year'
import { table, writeResult } from './table'
import { signInViewer } from './viewer'
import { storeZoom, zoomReadings } from './zoom'

const viewers = 20
/** Each viewer looks again so often. */
const everyMs = 2000
const seconds = 10
const repetitions = 3
const dayMs = 86_400_000
const width = 1400
const signalsAtOnce = 8
const targets = { month: 250, year: 500, zoom: 150, timesFaster: 20 }

interface Window {
  from: number
  to: number
}

/** What viewers ask, while a facility sends its readings; the same questions of DuckDB over the raw readings; a million readings zoomed into. */
export async function query(product: Product, floors: Floors): Promise<void> {
  const tenantId = 'facility-trends'
  const senders = await foundFacility(product.system, tenantId)
  const year = await openRawYear()
  await storeRollups(year, product.system, tenantId)
  const zoom = await storeZoom(product.system, tenantId)
  const screens = await Promise.all(Array.from({ length: viewers }, (_, i) => signInViewer(product, tenantId, `viewer-${i}`)))
  const spans = [{ name: '30 days', days: 30, target: targets.month }, { name: '1 year', days: 365, target: targets.year }]
  // As of a portal that has been asked before.
  for (const { days } of spans) await times(5, () => ask(screens[0]!, chosen(0), windowOf(year, days, 0)))

  const looked: { name: string; ms: number }[][] = []
  const zoomed: number[] = []
  // The first time warms up what runs for months elsewhere, and does not count.
  for (let i = 0; i <= repetitions; i++) {
    const load = await prepareLoad({ port: Number(process.env.GATEWAY_PORT), connections: 128, streams: [{ form: 'columns', path: '/v1/readings', senders, startAt: Date.now(), seconds, speed: 1, everyMs: 1000 }] })
    const sending = load.run()
    const own = await look(screens, year, spans, i)
    if (i > 0) looked.push(own)
    await sending
  }
  for (let i = -5; i < 30; i++) {
    const ms = await zoomOnce(screens[0]!, { from: zoom.from + i, to: zoom.to + i })
    if (i >= 0) zoomed.push(ms)
  }
  const rows = []
  for (const { name, days, target } of spans) {
    const all = looked.flat().filter((one) => one.name === name).map(({ ms }) => ms)
    const alone = percentile(await times(10, (() => { let n = 0; return () => ask(screens[0]!, chosen(n), windowOf(year, days, 100 + n++)) })()), 0.5)
    const raw = percentile(await times(3, () => askRaw(year, chosen(0), windowOf(year, days, 0))), 0.5)
    await checkSame(screens[0]!, year, windowOf(year, days, 0))
    rows.push({ name, requests: all.length, p50: percentile(all, 0.5), p95: percentile(all, 0.95), max: percentile(all, 1), target, p95OfEach: looked.map((own) => percentile(own.filter((one) => one.name === name).map(({ ms }) => ms), 0.95)), alone, raw, timesFaster: raw / alone })
  }
  report(rows, zoomed, floors)
}

type Row = { name: string; requests: number; p50: number; p95: number; max: number; target: number; p95OfEach: number[]; alone: number; raw: number; timesFaster: number }

/** Ends a quarter of an hour earlier with each step: no two questions are the same. */
const windowOf = ({ to }: RawYear, days: number, step: number): Window => ({ from: Math.max(to - days * dayMs, to - 365 * dayMs) - step * 900_000, to: to - step * 900_000 })
const chosen = (i: number) => Array.from({ length: signalsAtOnce }, (_, s) => signalName((i + s) % rawSignals))

async function ask(screen: Visitor, signals: string[], { from, to }: Window): Promise<TrendSeries[]> {
  const text = await screen.page(`/api/v1/trends?signals=${signals.join(',')}&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&width=${width}`)
  const { series } = JSON.parse(text) as { series: TrendSeries[] }
  if (series.some((one) => !one.statistics)) throw new Error('a trend came without readings')
  return series
}

/** Viewers look when it is their time, whether or not they have seen what they asked for before; from then on it counts. */
async function look(screens: Visitor[], year: RawYear, spans: { name: string; days: number }[], repetition: number): Promise<{ name: string; ms: number }[]> {
  const began = performance.now()
  const all: Promise<{ name: string; ms: number }>[] = []
  const count = (seconds * 1000 * screens.length) / everyMs
  for (let i = 0; i < count; i++) {
    const due = began + (i * everyMs) / screens.length
    await wait(Math.max(0, due - performance.now()))
    const { name, days } = spans[Math.floor(i / 3) % spans.length]!
    all.push(ask(screens[i % screens.length]!, chosen(i), windowOf(year, days, 1 + repetition * count + i)).then(() => ({ name, ms: performance.now() - due })))
  }
  return Promise.all(all)
}

/** The same question of the raw readings: mean, least, greatest and count of the same buckets. */
async function askRaw({ duck, table: raw }: RawYear, signals: string[], { from, to }: Window) {
  const step = stepOf({ from, to })
  const reader = await duck.runAndReadAll(`SELECT signal, (t // ${step}) * ${step} AS at, avg(v) AS mean, min(v) AS min, max(v) AS max, count(*) AS n FROM ${raw}
    WHERE signal IN (${signals.map((signal) => `'${signal}'`).join(', ')}) AND t >= ${from} AND t < ${to} GROUP BY 1, 2 ORDER BY 1, 2`)
  return reader.getRowObjects() as { signal: string; at: bigint; mean: number; min: number; max: number }[]
}

/** As the trend draws it: whole roll-ups of the level that fits a pixel. */
function stepOf({ from, to }: Window): number {
  const pixel = (to - from) / width
  const level = [900_000, 3_600_000, dayMs].findLast((one) => one <= pixel) ?? 900_000
  return Math.ceil(pixel / level) * level
}

/** Fast is nothing unless it is right: roll-ups answer as the readings themselves do. */
async function checkSame(screen: Visitor, year: RawYear, window: Window): Promise<void> {
  const [signal] = chosen(0)
  const [series] = await ask(screen, [signal!], window)
  const rows = (await askRaw(year, [signal!], window)).filter(({ at }) => Number(at) > window.from)
  const { at, mean, min, max } = series!.means!
  for (const row of rows) {
    const i = at.indexOf(Number(row.at))
    if (i < 0 || Math.abs(mean[i]! - row.mean) > 1e-6 || min[i] !== row.min || max[i] !== row.max) throw new Error(`the trend at ${Number(row.at)} is not what the readings say`)
  }
  if (rows.length < 300) throw new Error('too few buckets to compare')
}

async function zoomOnce(screen: Visitor, window: Window): Promise<number> {
  const began = performance.now()
  const [series] = await ask(screen, ['fast'], window)
  const ms = performance.now() - began
  if (series!.source !== 'readings' || series!.statistics!.count < zoomReadings * 0.99) throw new Error(`the zoom was answered from ${series!.source} of ${series!.statistics!.count}`)
  return ms
}

function report(rows: Row[], zoomed: number[], floors: Floors): void {
  const ms = (value: number) => value.toFixed(1)
  const verdict = (holds: boolean) => (holds ? 'holds' : 'MISSES')
  table(`Trends of ${signalsAtOnce} signals, ${viewers} viewers each every ${everyMs / 1000} s, while a facility sends; ${repetitions} × ${seconds} s after one to warm up`, ['window', 'requests', 'p50 ms', 'p95 ms', 'max ms', 'p95 of each', 'target', '', '× health check'], rows.map((r) => [
    r.name, String(r.requests), ms(r.p50), ms(r.p95), ms(r.max), r.p95OfEach.map(ms).join(' '), `≤ ${r.target} ms`, verdict(r.p95 <= r.target), (r.p95 / floors.health.ms).toFixed(1),
  ]))
  table(`The same question: roll-ups over HTTP, and DuckDB over ${(rawReadings / 1e6).toFixed(1)} million raw readings in Parquet (all that is sent of eight signals in the last month, a tenth of it before), one at a time`, ['window', 'Millrace ms', 'DuckDB ms', 'times faster', 'target', ''], rows.map((r) => [
    r.name, ms(r.alone), ms(r.raw), r.timesFaster.toFixed(1), `≥ ${targets.timesFaster}`, verdict(r.timesFaster >= targets.timesFaster),
  ]))
  const p95 = percentile(zoomed, 0.95)
  table('A million readings of one signal, thinned to the pixels: request → parsed', ['requests', 'p50 ms', 'p95 ms', 'max ms', `≤ ${targets.zoom} ms`], [[String(zoomed.length), ms(percentile(zoomed, 0.5)), ms(p95), ms(percentile(zoomed, 1)), verdict(p95 <= targets.zoom)]])
  writeResult('query', { floors, rows, zoom: { p50: percentile(zoomed, 0.5), p95, max: percentile(zoomed, 1), requests: zoomed.length } })
}
