import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { env } from '@/lib/env'
import { metrics } from '@/lib/observe/metrics'
import type { System } from '@/lib/system'

export interface ServerRow {
  server: string
  memoryBytes: number | null
  /** Of one core, since it began; null where it does not say. */
  cpuRatio: number | null
  /** Since when it runs. */
  since: string | null
  /** What else matters of it. */
  note: string
}

const deadlineMs = 2000

/** What every process of the product and the machine use now. One that does not answer says so. */
export async function loadServers(system: System): Promise<ServerRow[]> {
  const { METRICS_TOKEN: token, WORKER_METRICS_PORT: workerPort, LIVE_METRICS_PORT: livePort } = env()
  const [database, disk, worker, live, gateway, own] = await Promise.all([
    postgres(system),
    statfs(system.settings.varDir),
    workerPort ? scrape(`http://127.0.0.1:${workerPort}/metrics`, token) : null,
    livePort ? scrape(`http://127.0.0.1:${livePort}/metrics`, token) : null,
    scrape(`${system.settings.gatewayUrl}/metrics`, token),
    metrics().register.metrics(),
  ])
  const [load = 0] = os.loadavg()
  return [
    processRow('Portal', own, 'millrace_', ''),
    processRow('Worker', worker, 'millrace_', ''),
    processRow('Open screens', live, 'millrace_live_', screensNote(live)),
    processRow('Gateway', gateway, 'millrace_gateway_', journalNote(gateway)),
    database,
    { server: 'Machine', memoryBytes: os.totalmem() - os.freemem(), cpuRatio: null, since: new Date(Date.now() - os.uptime() * 1000).toISOString(), note: `${gigabytes(os.totalmem())} GB memory; load ${load.toFixed(1)} on ${os.availableParallelism()} cores; ${gigabytes(disk.bavail * disk.bsize)} of ${gigabytes(disk.blocks * disk.bsize)} GB disk free` },
  ]
}

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(0)

async function scrape(url: string, token: string | undefined): Promise<string | null> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(deadlineMs), headers: token ? { authorization: `Bearer ${token}` } : {} }).catch(() => null)
  return answer?.ok ? answer.text() : null
}

/** One value of Prometheus' text format, without labels. */
export function metricIn(text: string, name: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return line ? Number(line.slice(name.length + 1)) : null
}

function processRow(server: string, text: string | null, prefix: string, note: string): ServerRow {
  if (text === null) return { server, memoryBytes: null, cpuRatio: null, since: null, note: 'does not answer' }
  const [memoryBytes, cpuSeconds, startedAt] = ['resident_memory_bytes', 'cpu_seconds_total', 'start_time_seconds'].map((name) => metricIn(text, `${prefix}process_${name}`))
  const seconds = startedAt ? Date.now() / 1000 - startedAt : null
  return { server, memoryBytes: memoryBytes ?? null, cpuRatio: cpuSeconds && seconds ? cpuSeconds / seconds : null, since: startedAt ? new Date(startedAt * 1000).toISOString() : null, note }
}

function journalNote(text: string | null): string {
  const bytes = text === null ? null : metricIn(text, 'millrace_gateway_journal_bytes')
  return bytes === null ? '' : `${(bytes / 1e6).toFixed(1)} MB in the journal`
}

function screensNote(text: string | null): string {
  const screens = text === null ? null : metricIn(text, 'millrace_live_screens')
  return screens === null ? '' : `${screens} open`
}

async function postgres({ db }: System): Promise<ServerRow> {
  const { rows } = await db.operatorPool.query<{ size: string; since: Date; used: number; most: number }>(
    `SELECT pg_database_size(current_database()) AS size, pg_postmaster_start_time() AS since, (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used, current_setting('max_connections')::int AS most`,
  )
  const { size, since, used, most } = rows[0]!
  return { server: 'PostgreSQL', memoryBytes: null, cpuRatio: null, since: since.toISOString(), note: `${(Number(size) / 1e9).toFixed(2)} GB stored; ${used} of ${most} connections` }
}
