import { fork } from 'node:child_process'
import { once } from 'node:events'
import { open, rm } from 'node:fs/promises'
import path from 'node:path'
import { percentile, times } from '../statistics'
import type { Sender } from './facility'
import { prepareLoad } from './load'
import { prepare, type Stream } from './requests'
import { table } from './table'

export interface MachineFloors {
  /** JSON.parse alone on one core, of the bodies that are sent: MB/s and readings/s. */
  parse: Record<'columns' | 'array', { megabytesPerSecond: number; readingsPerSecond: number }>
  /** Appending 64 KiB to a file and making it durable, ms. */
  syncMs: { p50: number; p99: number; perSecond: number }
  /** Readings/s that a bare server takes from the same load: it reads the body and answers. */
  loopback: { readingsPerSecond: number; p50: number; p99: number }
}

const senders: Sender[] = Array.from({ length: 39 }, (_, i) => ({ tenantId: 'f', sourceId: 'src', secret: 'whsec_AAAA', signals: Array.from({ length: 50 }, (_, s) => `area-1/line-${i}/t${1000 + s}`) }))
const streamOf = (form: 'columns' | 'array', seconds: number, speed: number): Stream => ({ form, path: '/', senders, startAt: Date.now(), seconds, speed, everyMs: 1000 })

/** The least that this machine needs for what taking readings cannot do without. */
export async function measureMachine(folder: string): Promise<MachineFloors> {
  const floors = { parse: { columns: parseFloor('columns'), array: parseFloor('array') }, syncMs: await syncFloor(folder), loopback: await loopbackFloor() }
  const rate = (n: number) => Math.round(n).toLocaleString('en')
  table('Floors of this machine', ['floor', 'figure', ''], [
    ['JSON.parse, columns, one core', `${floors.parse.columns.megabytesPerSecond.toFixed(0)} MB/s`, `${rate(floors.parse.columns.readingsPerSecond)} readings/s`],
    ['JSON.parse, array, one core', `${floors.parse.array.megabytesPerSecond.toFixed(0)} MB/s`, `${rate(floors.parse.array.readingsPerSecond)} readings/s`],
    ['append 64 KiB + fdatasync', `${floors.syncMs.p50.toFixed(2)} ms, p99 ${floors.syncMs.p99.toFixed(2)} ms`, `${rate(floors.syncMs.perSecond)}/s`],
    ['bare HTTP server, columns, same load', `${rate(floors.loopback.readingsPerSecond)} readings/s`, `p50 ${floors.loopback.p50.toFixed(1)} ms, p99 ${floors.loopback.p99.toFixed(1)} ms`],
  ])
  return floors
}

/** JSON.parse alone on one core, a second long: how fast this machine is now. */
export function parseFloor(form: 'columns' | 'array') {
  const bodies = prepare(streamOf(form, 2, 1)).map(({ bytes, readings }) => ({ text: bytes.toString('utf8', bytes.indexOf('\r\n\r\n') + 4), readings }))
  let [bytes, readings] = [0, 0]
  const began = performance.now()
  while (performance.now() - began < 1000) {
    for (const body of bodies) {
      JSON.parse(body.text)
      bytes += body.text.length
      readings += body.readings
    }
  }
  const seconds = (performance.now() - began) / 1000
  return { megabytesPerSecond: bytes / 1e6 / seconds, readingsPerSecond: readings / seconds }
}

async function syncFloor(folder: string) {
  const name = path.join(folder, 'sync-floor')
  const file = await open(name, 'w')
  const block = Buffer.alloc(64 * 1024, 1)
  const all = await times(300, async () => {
    await file.write(block)
    await file.datasync()
  })
  await file.close()
  await rm(name)
  return { p50: percentile(all, 0.5), p99: percentile(all, 0.99), perSecond: 1000 / (all.reduce((a, b) => a + b, 0) / all.length) }
}

async function loopbackFloor() {
  const server = fork(path.join(import.meta.dirname, 'bare-server.ts'), { execArgv: ['--import', 'tsx'] })
  try {
    const [port] = (await once(server, 'message')) as [number]
    const seconds = 2
    const sent = await (await prepareLoad({ port, connections: 64, streams: [streamOf('columns', seconds, 100)] })).run()
    return { readingsPerSecond: sent.acknowledged / seconds, p50: sent.latencyMs.p50, p99: sent.latencyMs.p99 }
  } finally {
    server.kill()
  }
}
