import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import { usualLake } from '@/lib/lake/lake-settings'
import { lakeKeyName } from '@/lib/lake/lake-key-name'
import { lakePath } from '@/lib/lake/lake-files'
import { quoted } from '@/lib/lake/lake-sql'
import { filesOf } from '@/lib/lake/manifest'
import { fileLayout, ParquetWriter } from '@/lib/lake/parquet-writer'
import { stopSpareQuery } from '@/lib/lake/query/query-process'
import { runQuery, screenLimits } from '@/lib/lake/query/run-query'
import { sealTenant } from '@/lib/lake/seal-tenant'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import type { TestSystem } from '@/lib/testing/compose-test-system'
import { installLakeCrypto } from '@/scripts/lake/install-crypto'
import { cpuSeconds } from './cpu-seconds'
import { inDatabase } from './in-database'
import { report, times } from './statistics'
import { signalName, signalsPerFacility, valueAt } from './telemetry/facility'

const tenantId = 'facility'
const readingsHz = 10
const sealedSeconds = 180
/** As many as one join takes before it reaches its most rows: each reading is joined once while its day lasts. */
const joinedFiles = 5
/** A history of so many signals, one reading each five seconds, thirty days: what is written in about two minutes. */
const [historySignals, historyDays, historyStepSeconds, signalsPerLine] = [500, 30, 5, 25]
const historyReadings = (historySignals * historyDays * 86_400) / historyStepSeconds
const dayMs = 86_400_000

/** What sealing costs, how small it is, and how soon a query of the lake answers. */
export async function lake(): Promise<void> {
  const cryptoFile = await installLakeCrypto()
  await inDatabase(async (made) => {
    const system = { ...made, settings: { ...made.settings, lake: { ...usualLake, cryptoFile, sealSeconds: sealedSeconds, keepDays: 3700 } } }
    await system.db.asOperator((tx) => tx.tenant.createMany({ data: [tenantId, 'history'].map((id) => ({ id, kind: 'customer' as const, name: id })) }))
    for (const id of [tenantId, 'history']) {
      await ensureDataKey(system.db, system.keys, id)
      await system.objects.ensureSpace(id)
    }
    await measureSealing(system, cryptoFile)
    await measureQueries(system, cryptoFile)
    stopSpareQuery()
  })
}

async function measureSealing(system: TestSystem, cryptoFile: string): Promise<void> {
  const { readings, jsonBytes } = await storeReadings(system)
  system.clock.advance(6000)
  const before = cpuSeconds()
  await sealTenant(system, tenantId)
  const seal = sum(cpuSeconds()) - sum(before)
  const [file] = await filesOf(system, tenantId, 'live')
  const share = (seal + (await joinSeconds(system, cryptoFile))) / sealedSeconds
  report(`Sealing ${(readings / sealedSeconds).toFixed(0)} readings/s of ${signalsPerFacility} signals`, [
    { what: 'of one core, PostgreSQL and the later join included', value: share, unit: '', target: 0.15, note: `sealing alone ${(seal / sealedSeconds).toFixed(4)}` },
    { what: 'JSON as it came, to the encrypted file', value: jsonBytes / Number(file!.bytes), unit: 'ratio', target: 10, more: true, note: `${(Number(file!.bytes) / readings).toFixed(2)} bytes a reading of ${(jsonBytes / readings).toFixed(0)}` },
  ])
}

/** As the historian stores them, ten seconds at a time. */
async function storeReadings(system: TestSystem): Promise<{ readings: number; jsonBytes: number }> {
  const telemetry = embeddedTelemetry(system.db)
  await telemetry.keep(system.clock.now())
  const start = system.clock.now().getTime()
  const stretch = 10
  let [readings, jsonBytes] = [0, 0]
  for (let second = 0; second < sealedSeconds; second += stretch) {
    const groups = Array.from({ length: signalsPerFacility }, (_, s) => {
      const steps = Array.from({ length: stretch * readingsHz }, (_, i) => second * readingsHz + i)
      return { signal: signalName(s), t: steps.map((i) => start + (i * 1000) / readingsHz), v: steps.map((i) => valueAt(s, i)) }
    })
    for (const { signal, t, v } of groups) {
      readings += t.length
      for (const [i, time] of t.entries()) jsonBytes += JSON.stringify({ signal, t: time, v: v[i] }).length + 1
    }
    await telemetry.append('bench', { segment: 0, offset: second }, { segment: 0, offset: second + stretch }, [{ tenantId, sourceId: 's', webhookId: null, sha256: '', receivedAt: start, status: 202, answer: {}, refused: [], groups }])
  }
  system.clock.advance(sealedSeconds * 1000)
  return { readings, jsonBytes }
}

/** CPU seconds that joining costs for one sealed file. */
async function joinSeconds(system: TestSystem, cryptoFile: string): Promise<number> {
  const key = await lakeKeyOf(system, tenantId)
  const [file] = await filesOf(system, tenantId, 'live')
  const sealed = await system.objects.fileOf(tenantId, lakePath(file!))
  if (!key.ok || !sealed.ok) throw new Error('the sealed file is not there')
  const folder = path.join(system.settings.varDir, 'join')
  const writer = await ParquetWriter.open({ cryptoFile, key: key.value, tempDir: folder })
  const before = cpuSeconds()
  await writer.join(path.join(folder, 'joined.parquet'), Array.from({ length: joinedFiles }, () => sealed.value!))
  const seconds = sum(cpuSeconds()) - sum(before)
  writer.close()
  return seconds / joinedFiles
}

async function measureQueries(system: TestSystem, cryptoFile: string): Promise<void> {
  const until = Math.floor(system.clock.now().getTime() / dayMs) * dayMs
  const [writeMs] = await times(1, () => writeHistory(system, cryptoFile, until))
  const signal = quoted(signalName(77))
  const line = signalName(100).split('/t')[0]!
  const lastDay = `time >= '${new Date(until - dayMs).toISOString()}'::TIMESTAMPTZ AND time < '${new Date(until).toISOString()}'::TIMESTAMPTZ`
  const month = await median(system, `SELECT date_trunc('hour', time) AS hour, min(value), avg(value), max(value) FROM readings WHERE signal = ${signal} GROUP BY 1 ORDER BY 1`, historyDays * 24)
  const day = await median(system, `SELECT signal, date_trunc('minute', time) AS minute, avg(value) FROM readings WHERE signal IN (${Array.from({ length: signalsPerLine }, (_, i) => quoted(signalName(100 + i))).join(', ')}) AND ${lastDay} GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 10000`, 10_000)
  const scale = `of ${(historyReadings / 1e6).toFixed(0)} million in ${historyDays} files, written in ${(writeMs! / 1000).toFixed(0)} s; at 1.5 billion a signal has as many rows and a file ${(1.5e9 / historyReadings).toFixed(1)} times as many row groups to look over`
  report(`Queries of the lake, as the page asks them: a process of its own, encrypted files, ${scale}`, [
    { what: '30 days of one signal, by hour', value: month, unit: 'ms', target: 300 },
    { what: `one day of one line (${line}, ${signalsPerLine} signals), by minute`, value: day, unit: 'ms', target: 500 },
  ])
}

async function writeHistory(system: TestSystem, cryptoFile: string, until: number): Promise<void> {
  const key = await lakeKeyOf(system, 'history')
  if (!key.ok) throw new Error(key.failure.message)
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  await duck.run(`LOAD ${quoted(cryptoFile)}; PRAGMA add_parquet_key('${lakeKeyName}', ${quoted(key.value)})`)
  const names = Array.from({ length: historySignals }, (_, i) => quoted(signalName(i))).join(', ')
  for (let day = until - historyDays * dayMs; day < until; day += dayMs) {
    const file = { tenantId: 'history', id: `day-${day}`, kind: 'sealed' as const, state: 'live' as const, level: 2, day: new Date(day), startsAt: new Date(day), endsAt: new Date(day + dayMs), madeAt: new Date(day) }
    const at = await system.objects.fileOf('history', lakePath(file))
    if (!at.ok) throw new Error(at.failure.message)
    mkdirSync(path.dirname(at.value!), { recursive: true })
    await duck.run(`COPY (SELECT ([${names}])[s + 1] AS signal, make_timestamptz((${day} + i * ${historyStepSeconds * 1000}) * 1000) AS time, round(60 + 20 * sin((i + s * 977) / 3700.0) + (hash(i, s) % 1000) / 250.0, 3) AS value
      FROM range(${historySignals}) AS a(s), range(${86_400 / historyStepSeconds}) AS b(i) ORDER BY s, i) TO ${quoted(at.value!)} ${fileLayout}`)
    await system.db.asOperator((tx) => tx.lakeFile.create({ data: { ...file, rows: historyReadings / historyDays, bytes: statSync(at.value!).size } }))
  }
  duck.closeSync()
}

/** Of seven, after one that nobody waits for: the process that answers stands ready, as it does for a person. */
async function median(system: TestSystem, sql: string, expectedRows: number): Promise<number> {
  const all: number[] = []
  for (let i = 0; i < 8; i++) {
    const began = performance.now()
    const end = await runQuery(system, { reader: { tenantId: 'history', places: null }, sql, timeZone: 'Europe/Berlin', limits: screenLimits, signal: new AbortController().signal }, { columns: () => undefined, rows: () => undefined, note: (text) => process.stdout.write(`! ${text}\n`) })
    if (end.state !== 'answered' || end.rows !== expectedRows) throw new Error(`the query gave ${JSON.stringify(end)}, not ${expectedRows} rows`)
    all.push(performance.now() - began)
    // The next process comes up meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 2500))
  }
  return all.slice(1).toSorted((a, b) => a - b)[3]!
}

const sum = (seconds: Record<string, number>): number => Object.values(seconds).reduce((total, each) => total + each, 0)
