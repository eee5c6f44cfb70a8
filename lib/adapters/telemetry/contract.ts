import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Telemetry } from '@/lib/adapters/telemetry/port'
import type { Database } from '@/lib/db'
import type { System } from '@/lib/system'
import type { IngestRecord } from '@/lib/telemetry/record'
import { usualRetention } from '@/lib/telemetry/retention'
import { loadTrend } from '@/lib/telemetry/trend/load-trend'
import { countTenantRows, removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { expectRollupsEqualReadings, storedReadings } from '@/lib/testing/stored-telemetry'

export interface TelemetryUnderTest {
  port: Telemetry
  system: System
  /** Lets roll-ups follow where they do so a moment later. */
  settle(): Promise<void>
  stop(): Promise<void>
}

const start = Date.parse('2026-03-08T22:50:00Z')
const [minuteMs, dayMs] = [60_000, 86_400_000]

const record = (tenantId: string, signal: string, t: number[], v: number[], more: Partial<IngestRecord> = {}): IngestRecord => ({
  tenantId, sourceId: 's', webhookId: null, sha256: 'x', receivedAt: start, status: 202, answer: {}, groups: [{ signal, t, v }], refused: [], ...more,
})

async function found(db: Database, id: string) {
  await db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId: id, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    await tx.signal.create({ data: { tenantId: id, id: 'a', nodeId: 'site', name: 'a', unit: 'bar', decimals: 1, expectedIntervalSeconds: 1, quantity: 'pressure' } })
  })
}

/** What every implementation of the telemetry port guarantees. `make` is asked once; its clock stands at Monday noon. */
export function describeTelemetryContract(name: string, make: () => Promise<TelemetryUnderTest>): void {
  describe(`readings in ${name}`, () => {
    let test: TelemetryUnderTest
    let db: Database
    beforeAll(async () => {
      test = await make()
      db = test.system.db
      await test.port.keep(new Date(start))
    })
    afterAll(() => test?.stop())

    /** From one place of a journal of its own to the next. */
    function journalOf(journal: string) {
      let segment = 0
      return (records: IngestRecord[]) => test.port.append(journal, { segment, offset: 0 }, { segment: ++segment, offset: 0 }, records)
    }

    it('are stored once, however often, late (by more than a day) and disordered they come, and roll-ups of every tier equal them', async () => {
      let run = 0
      const reading = fc.tuple(fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 100_000 })), fc.integer({ min: -1000, max: 1000 }))
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(reading, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 }), async (batches) => {
          const tenant = `t${++run}`
          await found(db, tenant)
          const first = new Map<number, number>()
          for (const [segment, batch] of batches.entries()) {
            const t = batch.map(([second]) => start + second * 1000)
            const v = batch.map(([, value]) => value)
            t.forEach((time, i) => first.has(time) || first.set(time, v[i]!))
            const append = () => test.port.append(`j${run}`, { segment, offset: 0 }, { segment: segment + 1, offset: 0 }, [record(tenant, 'a', t, v)])
            expect(await append()).toMatchObject({ moved: true })
            expect(await append()).toEqual({ moved: false, stored: 0, duplicates: 0 })
            await test.settle()
          }
          const expected = [...first].sort(([a], [b]) => a - b).map(([t, v]) => ({ signal: 'a', t, v }))
          expect(await storedReadings(db, tenant)).toEqual(expected)
          await expectRollupsEqualReadings(db, tenant)
        }),
        { numRuns: 25 },
      )
    })

    it('answer a trend from the readings and from roll-ups, to their own plant only', async () => {
      await found(db, 'mine')
      await found(db, 'theirs')
      const append = journalOf('trend')
      const now = test.system.clock.now().getTime()
      const t = Array.from({ length: 7200 }, (_, i) => now - 7_200_000 + i * 1000)
      const v = t.map((_, i) => (i * 7919) % 1000)
      expect(await append([record('mine', 'a', t, v)])).toEqual({ moved: true, stored: 7200, duplicates: 0 })
      await test.settle()
      const [min, max] = [Math.min(...v), Math.max(...v)]
      const trend = (tenantId: string, from: number) => loadTrend(test.system, tenantId, { signals: ['a'], window: { from, to: now }, width: 100 })
      expect((await trend('mine', now - 7_200_000))[0]).toMatchObject({ source: 'readings', statistics: { count: 7200, min, max, first: v[0], last: v.at(-1) } })
      expect((await trend('mine', now - 40 * dayMs))[0]).toMatchObject({ source: 'roll-ups', statistics: { count: 7200, min, max } })
      expect((await trend('theirs', now - 7_200_000))[0]).toMatchObject({ statistics: null })
      expect((await trend('theirs', now - 40 * dayMs))[0]).toMatchObject({ statistics: null })
    })

    it('keep the answers of webhooks and what was refused, in the same step', async () => {
      await found(db, 'w')
      const refused = [{ index: 1, code: 'not_a_number' as const, message: 'v must be a number, and no larger than 1e+150.', raw: { v: 'x' } }]
      await test.port.append('j', { segment: 0, offset: 0 }, { segment: 1, offset: 8 }, [record('w', 'a', [start], [1], { webhookId: 'msg_1', status: 207, answer: { accepted: 1 }, refused })])
      expect(await test.port.stored('j')).toEqual({ segment: 1, offset: 8 })
      expect(await test.port.stored('another')).toEqual({ segment: 0, offset: 0 })
      await db.asOperator(async (tx) => {
        expect(await tx.webhookDelivery.findMany({ where: { tenantId: 'w' } })).toMatchObject([{ id: 'msg_1', status: 207, answer: { accepted: 1 } }])
        expect(await tx.deadLetter.findMany({ where: { tenantId: 'w' } })).toMatchObject([{ count: 1, items: refused }])
      })
    })

    it('go with their plant, and of one that is gone are let go', async () => {
      await found(db, 'leaving')
      const append = journalOf('leaving')
      await append([record('leaving', 'a', [start, start + minuteMs], [1, 2])])
      await test.settle()
      await removeTenantRows(db, 'leaving')
      expect(await countTenantRows(db, 'leaving')).toBe(0)
      expect(await storedReadings(db, 'leaving')).toEqual([])
      await expectRollupsEqualReadings(db, 'leaving')
      expect(await append([record('leaving', 'a', [start], [1], { webhookId: 'm' })])).toEqual({ moved: true, stored: 0, duplicates: 0 })
      expect(await countTenantRows(db, 'leaving')).toBe(0)
    })

    it('are kept as long as their tier, each tier on its own', async () => {
      await found(db, 'old')
      const append = journalOf('old')
      const { readingsDays, minutesDays, quartersDays, hoursDays } = usualRetention
      const left = async (after: number) => {
        await test.port.keep(new Date(start + after * dayMs))
        const { rows } = await db.operatorPool.query<{ level: number }>(`SELECT DISTINCT level_seconds AS level FROM telemetry_rollup WHERE tenant_id = 'old' ORDER BY 1`)
        return [(await storedReadings(db, 'old')).length, ...rows.map(({ level }) => level)]
      }
      // The first has no partition of its own: nobody had made room for a day that long ago.
      await append([record('old', 'a', [start - 60 * dayMs, start], [1, 2])])
      await test.settle()
      expect(await left(0)).toEqual([1, 60, 900, 3600, 86_400])
      expect(await left(readingsDays)).toEqual([1, 60, 900, 3600, 86_400])
      expect(await left(readingsDays + 1)).toEqual([0, 60, 900, 3600, 86_400])
      // A store may keep roll-ups by the month.
      expect(await left(minutesDays + 31)).toEqual([0, 900, 3600, 86_400])
      expect(await left(quartersDays + 31)).toEqual([0, 3600, 86_400])
      expect(await left(hoursDays + 31)).toEqual([0, 86_400])
    })
  })
}
