import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { storeStretch } from '@/lib/telemetry/historian'
import { Journal } from '@/lib/telemetry/journal'
import { encodeRecord, type IngestRecord } from '@/lib/telemetry/record'
import { expectRollupsEqualReadings, storedReadings } from '@/lib/testing/stored-telemetry'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())

const start = Date.parse('2026-03-09T10:00:00Z')
const record = (tenantId: string, n: number, signal = 'a'): IngestRecord => ({
  tenantId, sourceId: 's', webhookId: `m${n}`, sha256: 'x', receivedAt: start, status: 202, answer: {}, refused: [],
  groups: [{ signal, t: [start + n * 1000, start + n * 1000 + 500], v: [n, 0 - n] }],
})
const readingsOf = (n: number) => [{ signal: 'a', t: start + n * 1000, v: n }, { signal: 'a', t: start + n * 1000 + 500, v: 0 - n }]

/** A journal with these payloads, stored until nothing is left; the database's position begins anew. */
async function store(payloads: Buffer[], spoil: (file: string) => Promise<void> = () => Promise.resolve()) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'historian-'))
  await system.db.operatorPool.query('DELETE FROM journal_position')
  const journal = await Journal.open(dir)
  for (const payload of payloads) await journal.append(payload)
  await journal.close()
  const [file] = (await readdir(dir)).sort()
  await spoil(path.join(dir, file!))
  const after = await Journal.open(dir)
  await after.append(encodeRecord(record(tenantId, 1000)))
  await after.close()
  const history = { telemetry: embeddedTelemetry(system.db), dir, log: pino({ level: 'silent' }) }
  while ((await storeStretch(history)).bytes > 0);
  const aside = await readdir(path.join(dir, 'aside')).catch(() => [])
  const asideBytes = await Promise.all(aside.sort().map((name) => readFile(path.join(dir, 'aside', name))))
  await rm(dir, { recursive: true })
  return asideBytes
}

let tenantId = ''
let tenants = 0
async function freshTenant() {
  tenantId = `h${++tenants}`
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: tenantId, kind: 'demo', name: tenantId, timeZone: 'UTC' } }))
}

describe('the historian', () => {
  it('puts aside what the database will never take, and stores everything around it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('good', 'no record', 'no text'), { minLength: 1, maxLength: 12 }), async (kinds) => {
        await freshTenant()
        const bad = { 'no record': Buffer.from('not a record'), 'no text': encodeRecord(record(tenantId, 0, 'a\0b')) }
        const aside = await store(kinds.map((kind, n) => (kind === 'good' ? encodeRecord(record(tenantId, n)) : bad[kind as keyof typeof bad])))
        const good = kinds.flatMap((kind, n) => (kind === 'good' ? [n] : []))
        expect(await storedReadings(system.db, tenantId)).toEqual([...good, 1000].flatMap(readingsOf))
        expect(aside.length).toBe(kinds.length - good.length)
        await expectRollupsEqualReadings(system.db, tenantId)
      }),
      { numRuns: 15 },
    )
  })

  it('stores what stands before a torn end, and what was taken after the next start', { timeout: 120_000 }, async () => {
    const payloads = (count: number) => Array.from({ length: count }, (_, n) => encodeRecord(record(tenantId, n)))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.nat(), async (count, cut) => {
        await freshTenant()
        const frames = payloads(count).map((payload) => payload.length + 8)
        const size = cut % frames.reduce((a, b) => a + b)
        let [whole, end] = [0, 0]
        while (end + frames[whole]! <= size) end += frames[whole++]!
        await store(payloads(count), (file) => truncate(file, size))
        expect(await storedReadings(system.db, tenantId)).toEqual([...Array(whole).keys(), 1000].flatMap(readingsOf))
      }),
      { numRuns: 15 },
    )
  })

  it('goes no further in a file with a flipped bit, and on with the next', async () => {
    await freshTenant()
    const payloads = [0, 1, 2].map((n) => encodeRecord(record(tenantId, n)))
    await store(payloads, async (file) => {
      const bytes = await readFile(file)
      bytes[payloads[0]!.length + 8 + 20]! ^= 1
      await writeFile(file, bytes)
    })
    expect(await storedReadings(system.db, tenantId)).toEqual([0, 1000].flatMap(readingsOf))
  })
})
