// bench/main.ts starts this on its own. The first form finds Flink cold; `turned` gives that to the other one.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { KafkaEvents } from '@/lib/adapters/events/kafka'
import { ensureStreams } from '@/lib/adapters/events/kafka-topics'
import { deployLake, type FlinkLake, type LakeForm, lakeForms, type LakeJob, lakeName } from '@/lib/lake/flink-lake'
import { quoted } from '@/lib/lake/lake-sql'
import { lakeOf } from '@/lib/testing/test-lake'
import { quiet } from '@/lib/testing/test-streams'
import { installDuckDbExtension } from '@/scripts/lake/install-extension'
import { bringUp } from '@/scripts/stack/bring-up'
import { openInstallation } from '@/scripts/stack/installation'
import { servers } from '@/scripts/stack/server-list'
import { takeDown } from '@/scripts/stack/take-down'
import { describeMachine } from './floors'
import { percentile, report, times } from './statistics'
import { signalName, valueAt } from './telemetry/facility'

/** What lies in the stream before the sinks begin: so many signals, one reading a second, ten hours of one plant, a minute of a signal to a record. */
const [signals, minutes] = [100, 600]
const perRecord = 60
const readings = signals * minutes * perRecord
const checkpointSeconds = 10
/** Afterwards one record each half second, to see how soon it is in the lake. */
const liveSeconds = 40
const begin = Date.UTC(2026, 9, 1)
const tenantId = 'facility'
const prefix = 'bench.'
const patienceMs = 600_000

interface Measure {
  rate: number
  bytes: number
  files: number
  freshness: number[]
  checkpointMs: number[]
  hour: number
  count: number
}

await describeMachine()
const folder = mkdtempSync(path.join(tmpdir(), 'flink-lake-'))
const installation = await openInstallation(folder, servers, () => undefined)
const mine = servers.filter(({ name, group }) => group === 'streams' || name === 's3')
let failed = false
try {
  const brought = await bringUp(installation, mine, (name, text) => process.stdout.write(`${name}: ${text}\n`))
  const missing = brought.flatMap((each) => (each.state === 'up' ? [] : [`${each.server.name}: ${each.reason}`]))
  if (missing.length > 0) throw new Error(missing.join('\n'))
  const settings = Object.assign({}, ...brought.map((each) => (each.state === 'up' ? each.settings : {}))) as Record<string, string>
  const options = { brokers: settings.KAFKA_BROKERS!.split(','), registryUrl: settings.SCHEMA_REGISTRY_URL!, prefix }
  await ensureStreams(options, { partitions: 2 })
  const events = new KafkaEvents(options, quiet)
  await events.open()
  await fill(events)
  const lake = lakeOf(settings)
  const job = { ...options, brokers: settings.KAFKA_BROKERS!, flinkUrl: settings.FLINK_URL!, sqlGatewayUrl: settings.FLINK_SQL_GATEWAY_URL!, jar: settings.FLINK_RULES_JAR!, parallelism: 1, lake, checkpointSeconds }
  const duck = await openDuck(lake)
  // The second finds what the first was sent live too: each counts its own.
  let stored = readings
  for (const form of process.argv.includes('turned') ? lakeForms.toReversed() : lakeForms) {
    const { before, after, ...measured } = await measure({ ...job, form }, duck, events, stored)
    stored = after
    print(form, before, measured)
  }
  await events.close()
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`)
  failed = true
} finally {
  await takeDown(installation, mine)
  rmSync(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

async function fill(events: KafkaEvents): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    const t = Array.from({ length: perRecord }, (_, i) => begin + (minute * perRecord + i) * 1000)
    await publish(events, Array.from({ length: signals }, (_, s) => ({ signal: signalName(s), t, v: t.map((_, i) => valueAt(s, minute * perRecord + i)) })))
  }
}

async function publish(events: KafkaEvents, groups: { signal: string; t: number[]; v: number[] }[]): Promise<void> {
  await events.publish({ tenantId, sourceId: 'bench', webhookId: null, sha256: '', receivedAt: Date.now(), status: 202, answer: {}, groups, refused: [] })
}

/** DuckDB with the S3 that a reader elsewhere would use. */
async function openDuck(lake: FlinkLake): Promise<DuckDBConnection> {
  const duck = await (await DuckDBInstance.create(':memory:', { allow_unsigned_extensions: 'true' })).connect()
  for (const name of ['httpfs', 'avro', 'iceberg'] as const) await duck.run(`LOAD ${quoted(await installDuckDbExtension(name))}`)
  await duck.run(`CREATE SECRET (TYPE s3, KEY_ID ${quoted(lake.keyId)}, SECRET ${quoted(lake.secret)}, REGION ${quoted(lake.region)}, ENDPOINT ${quoted(new URL(lake.s3Url).host)}, URL_STYLE 'path', USE_SSL false)`)
  return duck
}

/** What a reader opens: the files that are there, or the table as its catalogue names it. */
async function tableIn(job: LakeJob): Promise<string> {
  const { form, lake } = job
  if (form === 'parquet') return `read_parquet('s3://${lake.bucket}/${lakeName(prefix)}/readings/*/*/part-*', hive_partitioning = true, hive_types_autocast = false)`
  return `iceberg_scan(${quoted(await metadataOf(lake))})`
}

async function metadataOf({ catalogUrl, keyId, secret, warehouse }: FlinkLake): Promise<string> {
  const token = await (await fetch(`${catalogUrl}/v1/oauth/tokens`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: keyId, client_secret: secret }) })).json() as { access_token: string }
  const answer = await fetch(`${catalogUrl}/v1/${new URL(warehouse).host}/namespaces/${lakeName(prefix)}/tables/readings`, { headers: { authorization: `Bearer ${token.access_token}` } })
  const found = (await answer.json()) as { 'metadata-location'?: string }
  if (!found['metadata-location']) throw new Error(`the catalogue answered ${answer.status}: ${JSON.stringify(found).slice(0, 300)}`)
  return found['metadata-location']
}

async function measure(job: LakeJob, duck: DuckDBConnection, events: KafkaEvents, stored: number): Promise<Measure & { before: number; after: number }> {
  const rows = async (sql: string) => (await duck.runAndReadAll(sql)).getRows()
  const count = async () => Number((await rows(`SELECT count(*) FROM ${await tableIn(job)}`).catch(() => [[0]]))[0]![0])
  const until = async (expected: number) => {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(500)) {
      const found = await count()
      if (found >= expected) {
        if (found > expected) throw new Error(`${found} rows of ${expected}: some are there twice`)
        return
      }
    }
    throw new Error(`after ${patienceMs / 1000} s only ${await count()} of ${expected} rows are in the ${job.form}`)
  }
  const { id } = await deployLake(job)
  const began = Date.now()
  await until(stored)
  const rate = stored / ((Date.now() - began) / 1000)
  // Each reading says when it was received: when it is first seen in the lake is asked four times a second.
  let [sent, seen] = [0, stored]
  const receipts: number[] = []
  const freshness: number[] = []
  const sending = (async () => {
    for (const end = Date.now() + liveSeconds * 1000; Date.now() < end; await wait(500)) {
      receipts.push(Date.now())
      await publish(events, [{ signal: 'live', t: [begin + 86_400_000 * 2 + ++sent], v: [sent] }])
    }
  })()
  let over = false
  void sending.then(() => (over = true))
  while (!over || seen < stored + receipts.length) {
    const found = await count()
    for (; seen < found; seen++) freshness.push(Date.now() - receipts[seen - stored]!)
    await wait(250)
  }
  const checkpointMs = await checkpointsOf(job.flinkUrl, id)
  const table = await tableIn(job)
  const from = `SELECT count(*), avg(value) FROM ${table} WHERE tenantId = ${quoted(tenantId)} AND day = '2026-10-01' AND signalId = ${quoted(signalName(77))} AND time >= '2026-10-01T03:00:00Z'::TIMESTAMPTZ AND time < '2026-10-01T04:00:00Z'::TIMESTAMPTZ`
  if (Number((await rows(from))[0]![0]) !== 3600) throw new Error('the hour of one signal has not 3,600 rows')
  const hour = percentile(await times(7, () => rows(from)), 0.5)
  const all = percentile(await times(7, async () => rows(`SELECT count(*) FROM ${table}`)), 0.5)
  const [files, bytes] = await sizes(job, rows)
  await new FlinkCluster(job.flinkUrl).cancel(id)
  return { before: stored, after: stored + receipts.length, rate, bytes, files, freshness, checkpointMs, hour, count: all }
}

async function sizes({ form, lake }: LakeJob, rows: (sql: string) => Promise<unknown[][]>): Promise<[files: number, bytes: number]> {
  const place = form === 'parquet' ? `s3://${lake.bucket}/${lakeName(prefix)}/readings/**/part-*` : `${(await metadataOf(lake)).split('/metadata/')[0]}/data/**/*.parquet`
  const [row] = await rows(`SELECT count(DISTINCT file_name), sum(total_compressed_size) FROM parquet_metadata(${quoted(place)})`)
  return [Number(row![0]), Number(row![1])]
}

async function checkpointsOf(flinkUrl: string, id: string): Promise<number[]> {
  const { history } = (await (await fetch(`${flinkUrl}/jobs/${id}/checkpoints`)).json()) as { history: { status: string; end_to_end_duration: number }[] }
  return history.filter(({ status }) => status === 'COMPLETED').map(({ end_to_end_duration: ms }) => ms)
}

function print(form: LakeForm, before: number, { rate, bytes, files, freshness, checkpointMs, hour, count }: Measure): void {
  report(`${form}: ${before.toLocaleString('en')} readings that lie in Kafka, then one each half second; a checkpoint each ${checkpointSeconds} s, one slot`, [
    { what: 'readings a second, from the job’s start to the last one readable', value: rate, unit: '/s' },
    { what: 'bytes a reading, columns of the files', value: bytes / before, unit: 'B' },
    { what: 'files', value: files, unit: 'files' },
    { what: 'received → readable, median', value: percentile(freshness, 0.5), unit: 'ms', note: `p95 ${percentile(freshness, 0.95).toFixed(0)} ms` },
    { what: 'a checkpoint, median', value: percentile(checkpointMs, 0.5), unit: 'ms', note: `slowest ${Math.max(...checkpointMs)} ms, of ${checkpointMs.length}` },
    { what: 'an hour of one signal, DuckDB over S3, median of 7', value: hour, unit: 'ms' },
    { what: 'count of all, median of 7', value: count, unit: 'ms' },
  ])
}
