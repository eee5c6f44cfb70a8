import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readPidFile } from '@/scripts/processes/pid-file'
import type { Floors } from '../floors'
import type { Product } from '../product'
import { percentile } from '../statistics'
import type { Visitor } from '../visitor'
import { foundFacility, type Sender, signalName } from './facility'
import { prepareLoad } from './load'
import { AlarmProbes } from './probes'
import type { Stream } from './requests'
import { table, writeResult } from './table'
import { signInViewer, watchAlarms } from './viewer'

const facilities = 10
const viewers = 20
const alarmsPerSecond = 15
const seconds = 6
const repetitions = 3
const embedded: Profile = { targets: { p99: 50, p999: 500 } }
const afterKillMs = 2000
const dayMs = 86_400_000

/** Lines that can be run by themselves. */
export const alarmLines = ['one', 'batch', 'viewers', 'ten', 'kill'] as const
export type AlarmLine = (typeof alarmLines)[number]

/** Where readings are kept and judged. */
export interface Profile {
  /** None: the embedded one. */
  name?: string
  /** What is promised there; ms. */
  targets: { p50?: number; p99: number; p999: number }
  /** Kills what judges, where that is not the gateway itself. */
  killRules?(): void
}

interface Scenario {
  line: AlarmLine
  name: string
  facilities: number
  /** What else goes on; ends what it began. */
  beside?: (signal: AbortSignal) => Promise<void>
}

/** What is promised of alarms, and what a sender and a screen see of it: by the way there and back more. With `lines` some of it. */
export async function alarm(product: Product, floors: Floors, profile = embedded, lines: readonly AlarmLine[] = alarmLines): Promise<void> {
  const { system } = product
  const port = Number(process.env.GATEWAY_PORT)
  const senders: Sender[][] = []
  for (let i = 0; i < facilities; i++) senders.push(await foundFacility(system, `facility-${i}`))
  const screens = await Promise.all(Array.from({ length: viewers }, (_, i) => signInViewer(product, 'facility-0', `viewer-${i}`)))
  const probes = await AlarmProbes.found(system, `http://127.0.0.1:${port}`, senders[0]![0]!)
  const watching = watchAlarms(screens[0]!, (view) => probes.saw(view))
  await watching.opened
  const closing = setInterval(() => void closeAlarms(product), 1000)
  const scenarios: Scenario[] = [
    { line: 'one', name: 'one facility', facilities: 1 },
    { line: 'batch', name: 'one facility, heavy batch', facilities: 1, beside: (signal) => heavyBatch(product, port, senders[1]!, signal) },
    { line: 'viewers', name: `one facility, ${viewers} viewers`, facilities: 1, beside: (signal) => storm(screens, signal) },
    { line: 'ten', name: 'ten facilities', facilities },
  ]
  const runs = []
  for (const scenario of scenarios.filter(({ line }) => lines.includes(line))) {
    // The first time warms up what runs for months elsewhere, and does not count.
    for (let i = 0; i <= repetitions; i++) {
      const load = await prepareLoad({ port, connections: 128, streams: [background(senders.slice(0, scenario.facilities).flat())] })
      const ending = new AbortController()
      const startedAt = new Date()
      const [sent, times] = await Promise.all([load.run(), probes.run(alarmsPerSecond, seconds), scenario.beside?.(AbortSignal.any([ending.signal, AbortSignal.timeout(seconds * 1000)]))])
      ending.abort()
      if (i > 0) runs.push({ scenario: scenario.name, readingsPerSecond: sent.acknowledged / seconds, times, promised: await promisedTimes(product, startedAt) })
    }
  }
  clearInterval(closing)
  const kills = lines.includes('kill') ? await killed(product, profile, probes, senders[0]!) : { gatewayMs: [], rules: [] }
  watching.stop()
  if (runs.length > 0) report(runs, floors, profile)
  if (lines.includes('kill')) reportKills(kills, profile)
  writeResult(['alarm', profile.name && 'over-streams', ...(lines === alarmLines ? [] : lines)].filter(Boolean).join('-'), { floors, figures: figuresOf(runs), kills })
}

interface Kills {
  /** From each SIGKILL of the gateway to the first alarm on the screen. */
  gatewayMs: number[]
  /** Of each SIGKILL of what judges, from each alarm's request until it is on the screen; infinite when it never came. */
  rules: { times: number[]; stored: number }[]
}

const killSeconds = 20

async function killed(product: Product, { killRules }: Profile, probes: AlarmProbes, senders: Sender[]): Promise<Kills> {
  const port = Number(process.env.GATEWAY_PORT)
  const loadOf = (seconds: number) => prepareLoad({ port, connections: 128, streams: [{ ...background(senders), seconds }] })
  const kills: Kills = { gatewayMs: [], rules: [] }
  for (let i = 0; i < repetitions; i++) {
    const load = await loadOf(seconds)
    const sending = load.run()
    await wait(2000)
    process.kill(readPidFile(path.join(product.varDir, 'run/gateway.pid'))!, 'SIGKILL')
    kills.gatewayMs.push(await probes.untilShown())
    await sending
  }
  for (let i = 0; killRules && i < repetitions; i++) {
    const load = await loadOf(killSeconds)
    const startedAt = new Date()
    const sending = load.run()
    setTimeout(killRules, 5000)
    const times = await probes.run(alarmsPerSecond, killSeconds, 60_000)
    await sending
    kills.rules.push({ times, stored: await product.system.db.asOperator((tx) => tx.alarm.count({ where: { tenantId: 'facility-0', ruleId: { startsWith: 'probe-' }, raisedAt: { gte: startedAt } } })) })
  }
  return kills
}

const background = (senders: Sender[]): Stream => ({ form: 'columns', path: '/v1/readings', senders, startAt: Date.now(), seconds, speed: 1, everyMs: 1000 })

/** What is promised, of the alarms since then, as the latency page shows it: received by the gateway → durable, and the first frame that carries it written and recorded; ms. */
async function promisedTimes({ system }: Product, since: Date): Promise<number[]> {
  // What was delivered is recorded a moment after.
  await wait(500)
  const { rows } = await system.db.operatorPool.query<{ ms: number }>(`SELECT extract(epoch FROM delivered_at - received_at)::float8 * 1000 AS ms FROM alarm WHERE tenant_id = 'facility-0' AND received_at >= $1 AND delivered_at IS NOT NULL`, [since])
  return rows.map(({ ms }) => ms)
}

/** As operators do it: what has returned for a while is acknowledged and leaves the list. */
const closeAlarms = ({ system }: Product) =>
  system.db.operatorPool.query(`UPDATE alarm SET acknowledged_at = now(), acknowledged_by = 'bench', closed_at = greatest(now(), returned_at) WHERE returned_at < now() - interval '5 seconds' AND closed_at IS NULL`).catch(() => undefined)

/** Somebody brings another plant's history in by bodies of 10,000 readings, five times as many as a facility sends, and a report goes over all that is stored. */
async function heavyBatch({ system }: Product, port: number, senders: Sender[], signal: AbortSignal): Promise<void> {
  const yesterday = Date.now() - dayMs + Math.floor(Math.random() * 20) * 3_600_000
  const load = await prepareLoad({ port, connections: 4, streams: [{ ...background(senders), startAt: yesterday, speed: 5, everyMs: 4000 }] })
  const sending = load.run()
  while (!signal.aborted) await system.db.operatorPool.query('SELECT signal_id, avg(v), stddev(v) FROM reading_chunk, unnest(vals) AS v GROUP BY 1')
  await sending
}

/** Twenty people open the plant's trends and look again as soon as they have seen it. */
async function storm(screens: Visitor[], signal: AbortSignal): Promise<void> {
  await Promise.all(screens.map(async (screen, i) => {
    const watching = watchAlarms(screen, () => undefined)
    while (!signal.aborted) {
      const to = Date.now()
      const signals = Array.from({ length: 8 }, (_, s) => signalName(i * 8 + s)).join(',')
      await screen.page(`/api/v1/trends?signals=${signals}&from=${new Date(to - 30 * dayMs).toISOString()}&to=${new Date(to).toISOString()}&width=1400`)
      await wait(1000)
    }
    watching.stop()
  }))
}

interface AlarmRun {
  scenario: string
  readingsPerSecond: number
  times: number[]
  promised: number[]
}

const figuresOf = (runs: AlarmRun[]) =>
  [...Map.groupBy(runs, ({ scenario }) => scenario)].map(([scenario, own]) => {
    const times = own.flatMap((run) => run.times)
    const promised = own.flatMap((run) => run.promised)
    return {
      scenario,
      readingsPerSecond: own.reduce((sum, run) => sum + run.readingsPerSecond, 0) / own.length,
      alarms: times.length,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
      p999: percentile(times, 0.999),
      p99OfEach: own.map((run) => percentile(run.times, 0.99)),
      promised: { p50: percentile(promised, 0.5), p99: percentile(promised, 0.99), p999: percentile(promised, 0.999) },
    }
  })

const ms = (value: number) => value.toFixed(1)
const verdictOf = (value: number, least: number) => (value <= least ? 'holds' : 'MISSES')

function report(runs: AlarmRun[], floors: Floors, { name, targets }: Profile): void {
  const figures = figuresOf(runs)
  const promises = [...(targets.p50 ? [{ title: `p50 ≤ ${targets.p50}`, of: 'p50' as const, most: targets.p50 }] : []), { title: `p99 ≤ ${targets.p99}`, of: 'p99' as const, most: targets.p99 }, { title: `p99.9 < ${targets.p999}`, of: 'p999' as const, most: targets.p999 }]
  table(`Alarm${name ? ` over ${name}` : ''}: received → durable and frame written, ${repetitions} × ${seconds} s after one to warm up, ${alarmsPerSecond} alarms/s`, ['while', 'readings/s', 'alarms', 'p50 ms', 'p99 ms', 'p99.9 ms', ...promises.map(({ title }) => title), '× commit'], figures.map(({ promised, ...f }) => [
    f.scenario, Math.round(f.readingsPerSecond).toLocaleString('en'), String(f.alarms), ms(promised.p50), ms(promised.p99), ms(promised.p999), ...promises.map(({ of, most }) => verdictOf(promised[of], most)), (promised.p99 / floors.commit.ms).toFixed(1),
  ]))
  table('The same from the other side: before the request is sent → frame parsed at the screen', ['while', 'p50 ms', 'p99 ms', 'p99.9 ms', 'p99 of each'], figures.map((f) => [f.scenario, ms(f.p50), ms(f.p99), ms(f.p999), f.p99OfEach.map(ms).join(' ')]))
}

function reportKills({ gatewayMs, rules }: Kills, { name }: Profile): void {
  table(`First alarm on the screen after SIGKILL of the gateway${name ? `, over ${name}` : ''}`, ['repetition', 'ms', `≤ ${afterKillMs}`], gatewayMs.map((value, i) => [String(i + 1), value.toFixed(0), verdictOf(value, afterKillMs)]))
  if (rules.length > 0)
    table(`Alarms while what judges is killed (SIGKILL of the task manager), ${alarmsPerSecond}/s for ${killSeconds} s`, ['repetition', 'sent', 'stored', 'never shown', 'longest ms'], rules.map(({ times, stored }, i) => [
      String(i + 1), String(times.length), String(stored), String(times.filter((time) => time === Infinity).length), Math.max(...times.filter(Number.isFinite)).toFixed(0),
    ]))
}
