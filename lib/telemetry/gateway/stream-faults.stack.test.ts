import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AvroCodec } from '@/lib/adapters/events/avro-codec'
import { follow } from '@/lib/adapters/events/kafka-follow'
import { topicName } from '@/lib/adapters/events/kafka-options'
import { KafkaWriter } from '@/lib/adapters/events/kafka-writer'
import { SchemaRegistry } from '@/lib/adapters/events/schema-registry'
import { keyOf, type TopicKind } from '@/lib/adapters/events/topics'
import { createSource, type NewSource } from '@/lib/telemetry/ingest-source'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { freePort, type GatewayProcess, startGateway } from '@/lib/testing/gateway-process'
import { quiet, testRules, type TestRules, testStreams, type TestStreams } from '@/lib/testing/test-streams'
import { testSystem } from '@/lib/testing/test-system'
import { checkout } from '@/scripts/checkout'
import { testServer, type TestServer } from '@/scripts/stack/test-stack'

// Minutes of waiting for what was taken away: a run of its own (docs/runbooks/streams.md).
const wanted = process.env.STREAM_FAULTS === 'on'
const absent: TestServer = { absent: 'STREAM_FAULTS is not on' }
// Of their own: they are stopped here.
const own = 'streams'
const brokerDisk = path.join(checkout, 'var/test-stack/own', own, 'stack/kafka/log')
const disk = wanted && mountDisk()
const kafka = wanted ? await testServer('kafka', own) : absent
const registry = wanted ? await testServer('registry', own) : absent
const streams = wanted ? await testStreams({ kafka, registry }) : null
const rules = streams && (await testRules(streams.options, own))
const plant = 'plant-a'
const polling = { timeout: 90_000, interval: 200 }

/** The broker's disk is a small one that can be filled; needs the right to mount. @returns whether it is. */
function mountDisk(): boolean {
  mkdirSync(brokerDisk, { recursive: true })
  try {
    // Left by a run that was killed, with its broker on it.
    if (readFileSync('/proc/mounts', 'utf8').includes(` ${brokerDisk} `)) return true
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192m', 'millrace-test', brokerDisk], { stdio: 'pipe' })
    return true
  } catch (error) {
    process.stderr.write(`\n!! SKIPPED: the broker's full disk needs the right to mount one: ${(error as Error).message}\n`)
    return false
  }
}

/** Zeros without an end. */
function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(2 ** 20)
}

describe.skipIf(!rules)('readings over Kafka, rules in Flink', { timeout: 240_000 }, () => {
  const { options, env } = (streams ?? { options: { brokers: [], registryUrl: '', prefix: '' }, env: {} }) as TestStreams
  let system: Awaited<ReturnType<typeof testSystem>>
  let source: NewSource
  let gateway: GatewayProcess
  const begin = Date.now() - 600_000
  /** Seconds after the beginning of what was answered with 202. */
  const taken: number[] = []

  beforeAll(async () => {
    system = await testSystem({ secret: 'only-for-tests-0123456789012345678' })
    await system.db.asOperator(async (tx) => {
      await tx.tenant.create({ data: { id: plant, kind: 'demo', name: plant, timeZone: 'UTC' } })
      await tx.plantNode.create({ data: { tenantId: plant, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
      await tx.signal.create({ data: { tenantId: plant, id: 'temp', nodeId: 'site', name: 'temp', unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
      await tx.alarmRule.create({ data: { tenantId: plant, id: 'temp-high', name: 'Too hot', signalId: 'temp', kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 0 }, priority: 1, updatedAt: new Date(), updatedBy: 'test' } })
    })
    source = await createSource(system, plant, 'press', 'test')
    await (rules as TestRules).deploy({ fromMs: 0 })
    gateway = await startGateway(await freePort(), { env })
    await vi.waitFor(async () => expect((await send(0, 20)).status).toBe(202), polling)
    // What is measured before the rule is in force is judged by none.
    expect(await recordsIn('alerts', 1, ({ kind }) => kind === 'armed')).toHaveLength(1)
  }, 240_000)
  afterAll(async () => {
    await gateway?.end('SIGTERM')
    await rules?.stop()
    await system?.stop()
    await kafka.stop?.()
    if (disk) execFileSync('umount', ['--lazy', brokerDisk])
  })

  async function send(second: number, v: number, { id = randomUUID(), signal = 'temp' } = {}) {
    const bytes = Buffer.from(JSON.stringify([{ signal, t: begin + second * 1000, v }]))
    const seconds = Math.floor(Date.now() / 1000)
    const headers = { 'millrace-source': source.id, 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signWebhook(source.secret, id, seconds, bytes) }
    const response = await fetch(`${gateway.url}/v1/readings`, { method: 'POST', body: new Uint8Array(bytes), headers })
    if (response.status === 202 && !taken.includes(second)) taken.push(second)
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as Record<string, unknown> }
  }
  const stored = async () => {
    const { rows } = await system.db.operatorPool.query<{ s: number }>(
      `SELECT round((extract(epoch FROM starts_at) * 1000 + o - $2) / 1000)::int AS s FROM reading_chunk, unnest(offsets_ms) AS u(o) WHERE tenant_id = $1 ORDER BY 1`, [plant, begin])
    return rows.map(({ s }) => s)
  }
  const expectStored = () => expect.poll(stored, polling).toEqual([...taken].sort((a, b) => a - b))
  const alarms = () => system.db.asOperator((tx) => tx.alarm.findMany({ where: { tenantId: plant }, orderBy: { raisedAt: 'asc' } }))
  const raisedSeconds = async () => (await alarms()).map(({ raisedAt }) => (raisedAt.getTime() - begin) / 1000)

  it('raises an alarm from a reading beyond its limit, and gives it back', async () => {
    expect((await send(1, 120)).status).toBe(202)
    await expect.poll(raisedSeconds, polling).toEqual([1])
    expect((await send(2, 90)).status).toBe(202)
    await expect.poll(async () => (await alarms())[0]!.returnedAt?.getTime(), polling).toBe(begin + 2000)
    expect((await alarms())[0]).toMatchObject({ ruleId: 'temp-high', name: 'Too hot', value: 120, limit: 100, priority: 1 })
    await expectStored()
  })

  it('answers a repeat as the first time, and what comes again under another id changes nothing', async () => {
    const id = randomUUID()
    const first = await send(3, 130, { id })
    expect(await send(3, 130, { id })).toEqual(first)
    expect((await send(3, 130)).status).toBe(202)
    expect((await send(4, 90)).status).toBe(202)
    await expect.poll(raisedSeconds, polling).toEqual([1, 3])
    await expectStored()
  })

  it('keeps what was refused as a dead letter', async () => {
    expect((await send(5, 1, { signal: 'nobody-has-it' })).status).toBe(422)
    await expect.poll(() => system.db.asOperator((tx) => tx.deadLetter.count({ where: { tenantId: plant } })), polling).toBe(1)
  })

  it('goes on past a poisoned record: it is put aside, judged by nobody, and holds up nothing', async () => {
    const writer = new KafkaWriter(options)
    for (const value of [Buffer.from('no record of ours'), Buffer.from([0, 0, 0, 0, 1, 255, 255, 255])]) {
      await writer.write([{ topic: topicName(options, 'readings'), key: Buffer.from(keyOf(plant, 'temp')), value, timestamp: BigInt(Date.now()) }])
    }
    await writer.close()
    expect((await send(6, 140)).status).toBe(202)
    expect((await send(7, 90)).status).toBe(202)
    await expect.poll(raisedSeconds, polling).toEqual([1, 3, 6])
    await expectStored()
    expect(await recordsIn('dead-letters', 2, ({ what }) => what === 'poison')).toHaveLength(2)
  })

  it('takes readings while the schema registry is down', async () => {
    await registry.stop!()
    expect((await send(8, 150)).status).toBe(202)
    expect((await send(9, 90)).status).toBe(202)
    await expect.poll(raisedSeconds, polling).toEqual([1, 3, 6, 8])
    await expectStored()
    await registry.start!()
  })

  it('answers 503 while the broker is stopped, and loses nothing that it acknowledged', async () => {
    await kafka.stop!()
    for (const until = Date.now() + 60_000; Date.now() < until; await wait(1000)) expect(await send(10, 160)).toMatchObject({ status: 503, retryAfter: '1' })
    await kafka.start!()
    await expect.poll(() => send(10, 160).then(({ status }) => status), polling).toBe(202)
    expect((await send(11, 90)).status).toBe(202)
    await expect.poll(raisedSeconds, polling).toEqual([1, 3, 6, 8, 10])
    await expectStored()
  })

  it('loses nothing and doubles nothing when the gateway is killed', async () => {
    for (let second = 12; second < 40; second++) expect((await send(second, second % 2 === 0 ? 170 : 90)).status).toBe(202)
    await gateway.end('SIGKILL')
    gateway = await startGateway(await freePort(), { env })
    await expect.poll(() => send(40, 80).then(({ status }) => status), polling).toBe(202)
    const even = Array.from({ length: 14 }, (_, i) => 12 + 2 * i)
    await expect.poll(raisedSeconds, polling).toEqual([1, 3, 6, 8, 10, ...even])
    await expectStored()
  })

  it.runIf(disk)('answers 503 while the broker’s disk is full, and goes on when there is room and the broker is started', async () => {
    const filler = path.join(brokerDisk, 'filler')
    await expect(pipeline(endless, createWriteStream(filler))).rejects.toThrow('ENOSPC')
    await expect.poll(() => send(42, 185).then(({ status }) => status), polling).toBe(503)
    expect(await send(42, 185)).toMatchObject({ status: 503, retryAfter: '1' })
    rmSync(filler)
    await kafka.stop!()
    await kafka.start!()
    await expect.poll(() => send(42, 185).then(({ status }) => status), polling).toBe(202)
    expect((await send(43, 90)).status).toBe(202)
    await expect.poll(raisedSeconds, polling).toContain(42)
    await expectStored()
  })

  it('goes on by itself when the job failed and failed again, here for want of the registry that a new task manager asks', async () => {
    const { restarts, killTaskManager } = rules as TestRules
    const before = await restarts()
    await registry.stop!()
    killTaskManager()
    expect((await send(44, 190)).status).toBe(202)
    expect((await send(45, 90)).status).toBe(202)
    await expect.poll(restarts, polling).toBeGreaterThan(before + 2)
    expect(await raisedSeconds()).not.toContain(44)
    await registry.start!()
    await expect.poll(raisedSeconds, polling).toContain(44)
    expect(new Set(await raisedSeconds()).size).toBe((await raisedSeconds()).length)
    await expectStored()
  })

  it('gives an alarm back when its rule is switched off', async () => {
    expect((await send(46, 180)).status).toBe(202)
    await expect.poll(async () => (await alarms()).at(-1), polling).toMatchObject({ raisedAt: new Date(begin + 46_000), returnedAt: null })
    await system.db.asOperator((tx) => tx.alarmRule.updateMany({ where: { tenantId: plant, id: 'temp-high' }, data: { enabled: false, version: 2 } }))
    await expect.poll(async () => (await alarms()).at(-1)!.returnedAt !== null, polling).toBe(true)
  })

  /** So many of the records of a topic that are meant, from its beginning; fewer when they do not come within a minute. */
  async function recordsIn(topic: TopicKind, expected: number, meant: (record: Record<string, unknown>) => boolean): Promise<unknown[]> {
    const codec = new AvroCodec(new SchemaRegistry(options.registryUrl), options.prefix)
    const found: unknown[] = []
    const enough = new AbortController()
    await follow(options, {
      group: `${options.prefix}test-${randomUUID()}`,
      topics: [topicName(options, topic)],
      take: async (messages) => {
        for (const { value } of messages) {
          const record = (await codec.decode(value)).value
          if (meant(record)) found.push(record)
        }
        if (found.length >= expected) enough.abort()
      },
    }, AbortSignal.any([AbortSignal.timeout(60_000), enough.signal]), quiet)
    return found
  }
})
