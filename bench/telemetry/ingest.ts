import { setTimeout as wait } from 'node:timers/promises'
import { cpuSeconds } from '../cpu-seconds'
import { describeMachine } from '../floors'
import { type Contender, peakMegabytes, type RunningContender } from './contender'
import { facilityRate, foundFacility, rulesPerFacility, type Sender } from './facility'
import { prepareLoad } from './load'
import { measureMachine } from './machine-floors'
import { millrace } from './millrace'
import type { Sent } from './open-loop'
import { plantDatabase } from './plant-database'
import type { Form } from './requests'
import { table, writeResult } from './table'

const facilities = 10
const seconds = 8
const repetitions = 3
/** Requests that a sender may have open. */
const connections = 128

interface Run extends Sent {
  contender: string
  form: Form
  speed: number
  seconds: number
  /** Stored at the end of the load, readings a second since its start; and how long it took from then until all was. */
  storedPerSecond: number
  caughtUpSeconds: number | null
  peakMegabytes: number
  cpu: Record<string, number>
}

export interface IngestOptions {
  peers: boolean
  profile: boolean
}

/** Ten facilities' readings, signed, rules on, durable before the answer; beside peers, and past what fits. */
export async function ingest({ profile }: IngestOptions): Promise<void> {
  await describeMachine()
  const plant = await plantDatabase()
  try {
    const floors = await measureMachine(plant.varDir)
    const senders: Sender[] = []
    for (let i = 0; i < facilities; i++) senders.push(...(await foundFacility(plant.system, `facility-${i}`)))
    process.stdout.write(`\n${facilities} facilities of ${facilityRate} readings/s, ${rulesPerFacility} rules each; ${repetitions} × ${seconds} s, open loop\n`)
    const runs: Run[] = []
    for (const contender of [millrace(plant, profile)]) runs.push(...(await runContender(contender, senders)))
    report(runs)
    writeResult('ingest', { floors, runs })
  } finally {
    await plant.stop()
  }
}

async function runContender(contender: Contender, senders: Sender[]): Promise<Run[]> {
  const running = await contender.start()
  const runs: Run[] = []
  try {
    for (const form of contender.forms) for (let i = 0; i < repetitions; i++) runs.push(await run(contender, running, senders, { form, speed: 1, connections, everyMs: 1000 }))
  } finally {
    await running.stop()
  }
  return runs
}

interface Offer {
  form: Form
  speed: number
  connections: number
  everyMs: number
}

async function run(contender: Contender, running: RunningContender, senders: Sender[], { form, speed, connections, everyMs }: Offer): Promise<Run> {
  // Into the next whole second, with time to build it all: readings arrive as they are measured.
  const load = await prepareLoad({ port: running.port, connections, streams: [{ form, path: contender.path, senders, startAt: Date.now(), seconds, speed, everyMs }] })
  const [storedBefore, cpuBefore] = [await running.stored(), cpuSeconds()]
  const sending = load.run()
  await wait(seconds * 1000)
  const [storedAtEnd, cpuAfter] = [await running.stored(), cpuSeconds()]
  const sent = await sending
  const caughtUpSeconds = await untilStored(running, storedBefore + sent.acknowledgedInAll)
  const cpu = Object.fromEntries(Object.entries(cpuAfter).map(([kind, used]) => [kind, (used - (cpuBefore[kind] ?? 0)) / seconds]))
  const made = { ...sent, contender: contender.name, form, speed, seconds, storedPerSecond: (storedAtEnd - storedBefore) / seconds, caughtUpSeconds, peakMegabytes: peakMegabytes(running.pid), cpu }
  process.stdout.write(`  ${contender.name} ${form}: ${Math.round(sent.acknowledged / seconds)}/s of ${Math.round(sent.offered / seconds)}/s, p99 ${sent.latencyMs.p99.toFixed(0)} ms, ${JSON.stringify(sent.statuses)}\n`)
  return made
}

const patienceSeconds = 60

async function untilStored(running: RunningContender, wanted: number): Promise<number | null> {
  const began = performance.now()
  while ((await running.stored()) < wanted) {
    if (performance.now() - began > patienceSeconds * 1000) return null
    await wait(100)
  }
  return (performance.now() - began) / 1000
}

function report(runs: Run[]): void {
  const whole = (n: number) => Math.round(n).toLocaleString('en')
  const cores = (cpu: Run['cpu']) => Object.entries(cpu).filter(([kind, used]) => kind !== 'the bench itself' && used >= 0.01).map(([kind, used]) => `${kind} ${used.toFixed(2)}`).join(', ')
  table('Ingest, each repetition', ['contender', 'form', 'offered/s', 'durable/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'stored/s', 'caught up s', 'peak MB', 'answers', 'cores'], runs.map((r) => [
    r.contender, r.form, whole(r.offered / r.seconds), whole(r.acknowledged / r.seconds), r.latencyMs.p50.toFixed(1), r.latencyMs.p99.toFixed(1), r.latencyMs.p999.toFixed(1),
    whole(r.storedPerSecond), r.caughtUpSeconds?.toFixed(1) ?? '> 60', whole(r.peakMegabytes), Object.entries(r.statuses).map(([status, n]) => `${n} × ${status}`).join(', '), cores(r.cpu),
  ]))
}
