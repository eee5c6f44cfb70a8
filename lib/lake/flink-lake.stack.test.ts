import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { KafkaEvents } from '@/lib/adapters/events/kafka'
import { readLags } from '@/lib/adapters/events/stream-lags'
import { lakeForms, lakeJobName, lakeName } from '@/lib/lake/flink-lake'
import { quoted } from '@/lib/lake/lake-sql'
import { killTaskManager } from '@/lib/testing/kill-task-manager'
import { fetchObjects, testLake, type TestLake } from '@/lib/testing/test-lake'
import { quiet, testStreams } from '@/lib/testing/test-streams'
import { checkout } from '@/scripts/checkout'
import { installDbt } from '@/scripts/dbt/install-dbt'

const streams = await testStreams({ partitions: 2 })
const flink = streams && (await testLake(streams.options))
const python = await installDbt().catch((error: Error) => {
  process.stderr.write(`\n!! SKIPPED: pyiceberg cannot be had here: ${error.message}\n`)
  return null
})

/** As `tenant signal time value`, sorted: what is there twice is seen. */
type Rows = string[]
const rowOf = (tenant: unknown, signal: unknown, at: number, value: unknown) => `${tenant} ${signal} ${at} ${value}`

describe.skipIf(!flink || python === null)('readings in the lake, by Flink', { timeout: 300_000 }, () => {
  const { options } = streams!
  const { s3, deploy, lake, flinkUrl, flinkData } = flink as TestLake
  const cluster = new FlinkCluster(flinkUrl)
  const events = new KafkaEvents(options, quiet)
  const day = 86_400_000
  const begin = Math.floor(Date.now() / day) * day - day / 2
  const acknowledged: Rows = []
  let [sent, folder] = [0, '']

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'flink-lake-'))
    await events.open()
    for (const form of lakeForms) await deploy(form)
  }, 300_000)
  afterAll(async () => {
    await events.close()
    for (const form of lakeForms) {
      const job = await cluster.find(lakeJobName(options.prefix, form))
      if (job) await cluster.cancel(job.id)
    }
    await rm(folder, { recursive: true, force: true })
  })

  /** Requests of two plants, of several signals with several readings each, over two days. What is acknowledged counts. */
  async function send(requests: number): Promise<void> {
    for (const last = sent + requests; sent < last; sent++) {
      const tenantId = `plant-${sent % 2 ? 'b' : 'a'}`
      const t = [0, 1, 2].map((i) => begin + sent * 1_800_000 + i * 100)
      const groups = ['press', 'oven'].map((signal, s) => ({ signal, t, v: t.map((_, i) => sent + s / 2 + i / 8) }))
      await events.publish({ tenantId, sourceId: 'source', webhookId: null, sha256: '', receivedAt: Date.now(), status: 202, answer: {}, groups, refused: [] })
      for (const { signal, v } of groups) for (const [i, at] of t.entries()) acknowledged.push(rowOf(tenantId, signal, at, v[i]))
    }
  }

  async function inFiles(): Promise<Rows> {
    const target = path.join(folder, 'files')
    await rm(target, { recursive: true, force: true })
    await mkdir(target)
    if ((await fetchObjects(s3, lake.bucket, `${lakeName(options.prefix)}/readings/`, target)) === 0) return []
    const duck = await (await DuckDBInstance.create(':memory:')).connect()
    const rows = await duck.runAndReadAll(`SELECT tenantId, signalId, epoch_ms(time), value, day = strftime(time AT TIME ZONE 'UTC', '%Y-%m-%d') FROM read_parquet(${quoted(`${target}/**/part-*`)}, hive_partitioning = true, hive_types_autocast = false)`)
    duck.closeSync()
    return rows.getRows().map(([tenant, signal, at, value, right]) => (right ? rowOf(tenant, signal, Number(at), value) : 'in the partition of another day'))
  }

  async function inTable(): Promise<Rows> {
    const settings = path.join(folder, 'catalogue.json')
    await writeFile(settings, JSON.stringify({ uri: lake.catalogUrl, warehouse: lake.warehouse, credential: `${lake.keyId}:${lake.secret}`, 'oauth2-server-uri': `${lake.catalogUrl}/v1/oauth/tokens`, 's3.endpoint': lake.s3Url, 's3.access-key-id': lake.keyId, 's3.secret-access-key': lake.secret, 's3.region': lake.region }))
    const { stdout } = await promisify(execFile)(python!, ['-W', 'ignore', path.join(checkout, 'platform/lake/read_iceberg.py'), '--table', settings, `${lakeName(options.prefix)}.readings`], { maxBuffer: 64 * 2 ** 20 })
    return (JSON.parse(stdout) as Record<string, unknown>[]).map(({ tenantId, signalId, time, value }) => rowOf(tenantId, signalId, Date.parse(String(time)), value))
  }

  const agree = async () => {
    for (const read of [inFiles, inTable]) await expect.poll(async () => (await read()).toSorted(), { timeout: 120_000, interval: 2000 }).toEqual(acknowledged.toSorted())
  }

  it('is each acknowledged one, once, in files and in a table', async () => {
    await send(40)
    await agree()
  })

  it('is each one, once, after a task manager was killed midway', async () => {
    await send(20)
    killTaskManager(flinkData)
    await send(20)
    await agree()
  })

  it('is each one, once, after both jobs were upgraded from a savepoint; another plant’s lie in another partition', async () => {
    await send(10)
    for (const form of lakeForms) expect((await deploy(form)).state).toContain('savepoint')
    await send(10)
    await agree()
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: lake.bucket, Prefix: `${lakeName(options.prefix)}/readings/` })
    const places = new Set(Contents.map(({ Key }) => Key!.split('/').slice(2, 4).join('/')))
    expect([...places].every((place) => /^tenantId=plant-[ab]\/day=\d{4}-\d\d-\d\d$/.test(place))).toBe(true)
    expect(places.size).toBeGreaterThanOrEqual(4)
  })

  it('is shown with how far it is behind', async () => {
    await expect.poll(async () => (await readLags(options)).filter(({ reader }) => reader.startsWith('lake')), { timeout: 60_000, interval: 1000 }).toEqual(lakeForms.map((form) => ({ topic: 'readings', reader: `lake-${form}`, behind: 0 })))
  })
})
