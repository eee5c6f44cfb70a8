import { setTimeout as wait } from 'node:timers/promises'
import { cpuSeconds } from '../cpu-seconds'
import { describeMachine } from '../floors'
import { type Contender, peakMegabytes, type RunningContender } from './contender'
import { facilityRate, foundFacility, rulesPerFacility, type Sender } from './facility'
import { prepareLoad } from './load'
import { measureMachine } from './machine-floors'
import { millrace } from './millrace'
import { type Judged, overKafka } from './over-kafka'
import { nodeRed } from './peers/node-red'
import { questdb } from './peers/questdb'
import type { Sent } from './open-loop'
import { type PlantDatabase, plantDatabase } from './plant-database'
import type { Form } from './requests'
import { table, writeResult } from './table'

const facilities = 10
const seconds = 5
const repetitions = 3
/** A JVM compiles what it does often: it has done it for so long, and has stored it, before anything counts. */
const warmUpSeconds = 15
/** Requests that a load may have open. */
const connections = 128

export interface Run extends Sent {
  contender: string
  form: Form
  seconds: number
  /** Stored at the end of the load, readings a second since its start; and how long it took from then until all was. */
  storedPerSecond: number
  caughtUpSeconds: number | null
  /** Counted where they are stored, once it had caught up. */
  counted: number
  peakMegabytes: number
  cores: Record<string, number>
}

interface Offer {
  form: Form
  seconds: number
  /** Times ten facilities' rate. */
  speed: number
  connections: number
  everyMs: number
}

const usual = { seconds, speed: 1, connections, everyMs: 1000 }
/** Bodies of 5,000 readings and a connection for each that waits: what is refused is refused by the gateway, not by the load. */
const flood: Offer = { form: 'columns', seconds, speed: 10, connections: 2000, everyMs: 1000 }

const ofEachForm = ({ forms }: Contender): Offer[] => forms.flatMap((form) => Array<Offer>(repetitions).fill({ ...usual, form }))

export interface IngestOptions {
  /** `product` takes half the time; `peers` has the product beside them for the one form that all are sent, everybody warmed up. */
  who: 'all' | 'product' | 'peers'
  /** Also into Kafka, and how quickly Flink judges what lies there. */
  streams: boolean
  /** CPU profiles of gateway and historian, in var/bench/profiles. */
  profile: boolean
}

/** Ten facilities' readings, durable before the answer, rules on; past what fits; and beside peers. */
export async function ingest({ who, streams, profile }: IngestOptions): Promise<void> {
  await describeMachine()
  const plant = await plantDatabase()
  try {
    const floors = await measureMachine(plant.varDir)
    const senders: Sender[] = []
    for (let i = 0; i < facilities; i++) senders.push(...(await foundFacility(plant.system, `facility-${i}`)))
    process.stdout.write(`\n${facilities} facilities of ${facilityRate} readings/s, ${rulesPerFacility} rules each; ${repetitions} × ${seconds} s, open loop\n`)
    const product = millrace(plant, profile)
    const runs = who === 'peers' ? await runWarm({ ...product, forms: ['columns'] }, senders) : await runContender(product, senders, [...ofEachForm(product), flood])
    for (const peer of who === 'product' ? [] : [questdb, nodeRed(plant.superUrl)]) runs.push(...(await runWarm(peer, senders)))
    const stream = streams ? await overStreams(plant, profile, senders) : undefined
    runs.push(...(stream?.runs ?? []))
    report(runs)
    if (stream) reportJudged(stream.judged)
    writeResult(who === 'peers' ? 'ingest-peers' : 'ingest', { floors, runs, judged: stream?.judged })
  } finally {
    await plant.stop()
  }
}

/** The same into Kafka, and how quickly one slot of Flink judges it. */
async function overStreams(plant: PlantDatabase, profile: boolean, senders: Sender[]): Promise<{ runs: Run[]; judged: Judged }> {
  const { contender, judge, stop } = await overKafka(plant, profile)
  try {
    const runs = await runContender(contender, senders, ofEachForm(contender))
    return { runs, judged: await judge(runs.reduce((sum, { acknowledgedInAll }) => sum + acknowledgedInAll, 0)) }
  } finally {
    await stop()
  }
}

function reportJudged({ readings, seconds, cores }: Judged): void {
  table('One slot of Flink judges what lies in Kafka, its start counted', ['readings', 'seconds', 'readings/s', 'cores'], [[whole(readings), seconds.toFixed(0), whole(readings / seconds), Object.entries(cores).map(([kind, used]) => `${kind} ${used.toFixed(2)}`).join(', ')]])
}

/** A peer that cannot be had is said loudly, and is no reason to measure nothing. */
async function runWarm(contender: Contender, senders: Sender[]): Promise<Run[]> {
  try {
    const [, ...runs] = await runContender(contender, senders, [{ ...usual, form: contender.forms[0]!, seconds: warmUpSeconds }, ...ofEachForm(contender)])
    return runs
  } catch (error) {
    process.stdout.write(`\n!!! ${contender.name} WAS NOT MEASURED: ${error instanceof Error ? error.message : String(error)}\n`)
    return []
  }
}

async function runContender(contender: Contender, senders: Sender[], offers: Offer[]): Promise<Run[]> {
  process.stdout.write(`\n${contender.name}: ${contender.does}\n`)
  const running = await contender.start()
  const runs: Run[] = []
  try {
    for (const offer of offers) runs.push(await run(contender, running, senders, offer))
  } finally {
    await running.stop()
  }
  return runs
}

async function run(contender: Contender, running: RunningContender, senders: Sender[], { form, seconds, speed, connections, everyMs }: Offer): Promise<Run> {
  const load = await prepareLoad({ port: running.port, connections, streams: [{ form, path: contender.path, senders, startAt: Date.now(), seconds, speed, everyMs }] })
  const [storedBefore, cpuBefore] = [await running.stored(), cpuSeconds()]
  const sending = load.run()
  await wait(seconds * 1000)
  const [storedAtEnd, cpuAfter] = [await running.stored(), cpuSeconds()]
  const sent = await sending
  const caughtUpSeconds = await untilStored(running, storedBefore + sent.acknowledgedInAll)
  const counted = (await running.stored()) - storedBefore
  const cores = Object.fromEntries(Object.entries(cpuAfter).map(([kind, used]) => [kind, (used - (cpuBefore[kind] ?? 0)) / seconds]))
  process.stdout.write(`  ${form}: ${whole(sent.acknowledged / seconds)} of ${whole(sent.offered / seconds)} readings/s, p99 ${sent.latencyMs.p99.toFixed(0)} ms\n`)
  return { ...sent, contender: contender.name, form, seconds, storedPerSecond: (storedAtEnd - storedBefore) / seconds, caughtUpSeconds, counted, peakMegabytes: peakMegabytes(running.pid), cores }
}

const patienceSeconds = 60
const whole = (n: number) => Math.round(n).toLocaleString('en')

async function untilStored(running: RunningContender, wanted: number): Promise<number | null> {
  const began = performance.now()
  while ((await running.stored()) < wanted) {
    if (performance.now() - began > patienceSeconds * 1000) return null
    await wait(100)
  }
  return (performance.now() - began) / 1000
}

function report(runs: Run[]): void {
  const shares = (cores: Run['cores']) => Object.entries(cores).filter(([kind, used]) => kind !== 'the bench itself' && used >= 0.01).map(([kind, used]) => `${kind} ${used.toFixed(2)}`).join(', ')
  const columns = ['contender', 'form', 'offered/s', 'durable/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'stored/s', 'caught up s', 'answered 2xx', 'counted', 'peak MB', 'answers', 'cores']
  table('Ingest, each repetition', columns, runs.map((r) => [
    r.contender, r.form, whole(r.offered / r.seconds), whole(r.acknowledged / r.seconds), ...[r.latencyMs.p50, r.latencyMs.p99, r.latencyMs.p999].map((ms) => ms.toFixed(1)),
    whole(r.storedPerSecond), r.caughtUpSeconds?.toFixed(1) ?? `> ${patienceSeconds}`, whole(r.acknowledgedInAll), whole(r.counted), whole(r.peakMegabytes), Object.entries(r.statuses).map(([status, n]) => `${n} × ${status}`).join(', '), shares(r.cores),
  ]))
}
