import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { foldRollups } from '@/lib/telemetry/fold-rollups'
import type { IngestRecord } from '@/lib/telemetry/record'
import { countTenantRows, removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())

const day = Date.parse('2026-03-08T23:50:00Z')
const record = (tenantId: string, signal: string, t: number[], v: number[], more: Partial<IngestRecord> = {}): IngestRecord => ({
  tenantId, sourceId: 's', webhookId: null, sha256: 'x', receivedAt: day, status: 202, answer: {}, groups: [{ signal, t, v }], refused: [], ...more,
})

const found = (id: string) => system.db.asOperator((tx) => tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } }))

const rawOf = async (tenantId: string) => {
  const { rows } = await system.db.operatorPool.query<{ signal: string; ms: string; v: number }>(
    `SELECT signal_id AS signal, (extract(epoch FROM starts_at) * 1000)::bigint + o AS ms, v
     FROM reading_chunk, unnest(offsets_ms, vals) AS u(o, v) WHERE tenant_id = $1 ORDER BY 1, 2`, [tenantId])
  return rows.map(({ ms, v }) => [Number(ms), v] as [number, number])
}

describe('readings in PostgreSQL', () => {
  it('are stored once, however often, late and disordered they come, and roll-ups equal them', async () => {
    const telemetry = embeddedTelemetry(system.db)
    await telemetry.keep(new Date(day))
    let run = 0
    const reading = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: -1000, max: 1000 }))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(reading, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 }), async (batches) => {
        const tenant = `t${++run}`
        await found(tenant)
        const journal = `j${run}`
        const first = new Map<number, number>()
        let segment = 0
        for (const batch of batches) {
          const t = batch.map(([second]) => day + second * 1000)
          const v = batch.map(([, value]) => value)
          t.forEach((time, i) => first.has(time) || first.set(time, v[i]!))
          const from = { segment, offset: 0 }
          const next = { segment: ++segment, offset: 0 }
          expect(await telemetry.append(journal, from, next, [record(tenant, 'a', t, v)])).toMatchObject({ moved: true })
          expect(await telemetry.append(journal, from, next, [record(tenant, 'a', t, v)])).toMatchObject({ moved: false, stored: 0 })
        }
        const expected = [...first].sort(([a], [b]) => a - b)
        expect(await rawOf(tenant)).toEqual(expected)
        const { rows } = await system.db.operatorPool.query<Record<string, number | Date>>(
          `SELECT level_seconds AS level, bucket_at AS "bucketAt", count, sum, sum_squares AS "sumSquares", min, max, first, last, first_at AS "firstAt", last_at AS "lastAt"
           FROM signal_rollup WHERE tenant_id = $1 ORDER BY level_seconds, bucket_at`, [tenant])
        const plain = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.getTime() : value])))
        expect(plain).toEqual(foldRollups(expected.map(([time]) => time), expected.map(([, value]) => value)))
      }),
      { numRuns: 25 },
    )
  })

  it('keep the answers of webhooks and what was refused, in the same step', async () => {
    const telemetry = embeddedTelemetry(system.db)
    await found('w')
    const refused = [{ index: 1, code: 'not_a_number' as const, message: 'v must be a finite number.', raw: { v: 'x' } }]
    await telemetry.append('j', { segment: 0, offset: 0 }, { segment: 1, offset: 8 }, [record('w', 'a', [day], [1], { webhookId: 'msg_1', status: 207, answer: { accepted: 1 }, refused })])
    expect(await telemetry.stored('j')).toEqual({ segment: 1, offset: 8 })
    await system.db.asOperator(async (tx) => {
      expect(await tx.webhookDelivery.findMany({ where: { tenantId: 'w' } })).toMatchObject([{ id: 'msg_1', status: 207, answer: { accepted: 1 } }])
      expect(await tx.deadLetter.findMany({ where: { tenantId: 'w' } })).toMatchObject([{ count: 1, items: refused }])
    })
  })

  it('of a tenant that is gone are let go', async () => {
    const telemetry = embeddedTelemetry(system.db)
    await found('leaving')
    await removeTenantRows(system.db, 'leaving')
    expect(await telemetry.append('gone', { segment: 0, offset: 0 }, { segment: 1, offset: 8 }, [record('leaving', 'a', [day], [1], { webhookId: 'm' })])).toEqual({ moved: true, stored: 0, duplicates: 0 })
    expect(await countTenantRows(system.db, 'leaving')).toBe(0)
  })
})
