import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KafkaEvents } from '@/lib/adapters/events/kafka'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import type { Telemetry } from '@/lib/adapters/telemetry/port'
import { StreamHistorian } from '@/lib/telemetry/stream-historian'
import { type StoredReading, storedReadings } from '@/lib/testing/stored-telemetry'
import { quiet, testStreams, type TestStreams } from '@/lib/testing/test-streams'
import { testSystem } from '@/lib/testing/test-system'
import { checkout, node } from '@/scripts/checkout'

const streams = await testStreams({ partitions: 4 })
const plant = 'plant-a'
const signals = Array.from({ length: 24 }, (_, i) => `s${String(i).padStart(2, '0')}`)
const polling = { timeout: 120_000, interval: 200 }

/** One history of this process, and what it stored. */
interface History {
  stored: number
  /** Readings that were there already: none, when nothing is read twice into the database. */
  doubled: number
  end(): Promise<void>
}

describe.skipIf(!streams)('histories that share the partitions of the readings', { timeout: 400_000 }, () => {
  const { options, env } = (streams ?? { options: { brokers: [], registryUrl: '', prefix: '' }, env: {} }) as TestStreams
  const events = new KafkaEvents(options, quiet)
  const histories: History[] = []
  const published: StoredReading[] = []
  const begin = Date.now() - 600_000
  let system: Awaited<ReturnType<typeof testSystem>>
  let worker: ChildProcess | undefined
  let sending = true
  let sent: Promise<void>

  beforeAll(async () => {
    system = await testSystem()
    await system.db.asOperator((tx) => tx.tenant.create({ data: { id: plant, kind: 'demo', name: plant, timeZone: 'UTC' } }))
    await events.open()
    sent = publishOn()
  })
  afterAll(async () => {
    sending = false
    worker?.kill('SIGKILL')
    await Promise.all(histories.map((each) => each.end()))
    await events.close()
    await system?.stop()
  })

  /** A reading of every signal, over and over, whatever the histories do. */
  async function publishOn(): Promise<void> {
    for (let n = 0; sending; n++) {
      const t = begin + n * 100
      await events.publish({ tenantId: plant, sourceId: 'press', webhookId: null, sha256: '', receivedAt: Date.now(), status: 202, answer: {}, groups: signals.map((signal) => ({ signal, t: [t], v: [n] })), refused: [] })
      published.push(...signals.map((signal) => ({ signal, t, v: n })))
      await wait(20)
    }
  }

  function startHistory(): History {
    const stop = new AbortController()
    const telemetry = embeddedTelemetry(system.db)
    const counted: Telemetry = {
      stored: (journal) => telemetry.stored(journal),
      keep: (now) => telemetry.keep(now),
      async append(...stretch) {
        const appended = await telemetry.append(...stretch)
        history.stored += appended.stored
        history.doubled += appended.duplicates
        return appended
      },
    }
    const running = new StreamHistorian(counted, options, quiet).run(stop.signal)
    const history: History = { stored: 0, doubled: 0, end: () => (stop.abort(), running) }
    histories.push(history)
    return history
  }

  /** It stores from now on. */
  const works = async (history: History) => {
    const before = history.stored
    await expect.poll(() => history.stored, polling).toBeGreaterThan(before)
  }

  it('lose nothing and store nothing twice while they come, go in order and die', async () => {
    const first = startHistory()
    await works(first)
    const second = startHistory()
    await works(second)
    await works(first)
    await second.end()
    const third = startHistory()
    await works(third)
    worker = spawn(node, ['--import', 'tsx', 'workers/historian.ts'], { cwd: checkout, env: { ...process.env, ...env, LOG_LEVEL: 'silent' }, stdio: 'ignore' })
    await expect.poll(storedElsewhere, polling).toBeGreaterThan(2000)
    worker.kill('SIGKILL')
    await once(worker, 'exit')
    await first.end()
    await works(third)
    sending = false
    await sent
    const all = published.toSorted((a, b) => (a.signal < b.signal ? -1 : a.signal > b.signal ? 1 : a.t - b.t))
    await expect.poll(() => storedReadings(system.db, plant).then(({ length }) => length), polling).toBe(all.length)
    expect(await storedReadings(system.db, plant)).toEqual(all)
    expect(histories.map(({ doubled }) => doubled)).toEqual([0, 0, 0])
  })

  /** What is in the database and was stored by none of this process; a little of that may be counted, which learns a moment after. */
  async function storedElsewhere(): Promise<number> {
    const all = (await storedReadings(system.db, plant)).length
    return all - histories.reduce((sum, { stored }) => sum + stored, 0)
  }
})
