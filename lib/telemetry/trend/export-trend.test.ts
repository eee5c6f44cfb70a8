import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { exportTrend } from '@/lib/telemetry/trend/export-trend'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
let now: number
const day = 86_400_000

beforeAll(async () => {
  system = await testSystem()
  now = system.clock.now().getTime()
  await system.db.asOperator(async (tx) => {
    for (const id of ['mine', 'theirs']) await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    await tx.signal.create({ data: { tenantId: 'mine', id: 'level', nodeId: 'tank', name: '=Tank, level', unit: '%', decimals: 1, expectedIntervalSeconds: 60, quantity: 'level' } })
  })
  const t = Array.from({ length: 12_000 }, (_, i) => now - (i + 1) * 60_000).reverse()
  const record = { tenantId: 'mine', sourceId: 's', webhookId: null, sha256: 'x', receivedAt: now, status: 202, answer: {}, groups: [{ signal: 'level', t, v: t.map((_, i) => i / 10) }], refused: [] }
  await embeddedTelemetry(system.db).append('j', { segment: 0, offset: 0 }, { segment: 1, offset: 0 }, [record])
})
afterAll(() => system.stop())

const rowsOf = async (from: number, to: number, tenantId = 'mine') => {
  const { rowsAre, pages } = await exportTrend(system, tenantId, ['level'], { from, to })
  return { rowsAre, rows: [...pages].join('').trimEnd().split('\r\n') }
}

describe('the export of a trend', () => {
  it('has every reading of exactly the window, in order, and nothing that a spreadsheet would run', async () => {
    const { rowsAre, rows } = await rowsOf(now - 9 * day, now - 60_000)
    expect([rowsAre, rows.length]).toEqual(['readings', 12_000])
    expect(rows.slice(0, 2)).toEqual(['time_utc,signal,name,value,unit', `${new Date(now - 12_000 * 60_000).toISOString()},level,"'=Tank, level",0,%`])
    expect(rows.at(-1)).toContain(new Date(now - 120_000).toISOString())
    expect(rows.slice(1)).toEqual(rows.slice(1).toSorted())
  })

  it('has roll-ups, and says of how many seconds, where readings are no longer kept', async () => {
    await system.db.asOperator((tx) => tx.$executeRaw`DELETE FROM reading_chunk WHERE starts_at < ${new Date(now - day)}`)
    const { rowsAre, rows } = await rowsOf(now - 9 * day, now)
    expect([rowsAre, rows.length]).toEqual(['roll-ups-60-s', 12_001])
    expect(rows[1]).toBe(`${new Date(now - 12_000 * 60_000).toISOString()},60,level,"'=Tank, level",1,0,0,0,%`)
  })

  it('is refused for a signal of another plant', async () => {
    await expect(rowsOf(now - day, now, 'theirs')).rejects.toMatchObject({ status: 404 })
  })
})
