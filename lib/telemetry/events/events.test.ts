import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { type PlantEvent, type PlantNames, readEvents } from '@/lib/telemetry/events/read-events'
import { testSystem } from '@/lib/testing/test-system'

const now = Date.parse('2026-03-09T12:00:00Z')
const names: PlantNames = {
  places: new Map([['site', { level: 'site', lineId: null }], ['line-1', { level: 'line', lineId: null }], ['filler', { level: 'equipment', lineId: 'line-1' }]]),
  reasons: new Set(['jam', 'heater']),
  products: new Set(['milk']),
}
const count = { type: 'count', line: 'line-1', run: 'R1', product: 'milk', t: now, total: 10, reject: 1 }

describe('events of MES and LIMS', () => {
  it('each get a verdict that names what is wrong', () => {
    const body = [
      count,
      { ...count, line: 'filler' },
      { ...count, reject: 11 },
      { ...count, product: 'beer' },
      { ...count, t: now + 3_600_000 },
      { ...count, total: -1 },
      { ...count, total: 2 ** 31 - 1 },
      { type: 'party', t: now },
      { type: 'stop', stop: 'S1', line: 'line-1', reason: 'jam', t: now, endsAt: now - 1 },
      { type: 'stop', stop: 'S1', line: 'line-1', reason: 'nope', t: now },
      { type: 'lab-result', sample: 'L1', place: 'moon', analyte: 'fat', value: 3.5, unit: '%', t: now },
      { type: 'maintenance', entry: 'M\0', place: 'filler', kind: 'corrective', title: 'x', t: now },
      'hello',
    ]
    const { events, refused } = readEvents(body, names, now)
    expect(events).toMatchObject([{ type: 'count', total: 10, reject: 1, rework: 0, id: expect.stringMatching(/^[0-9a-f]{64}$/) as string }])
    expect(refused.map(({ index, code }) => [index, code])).toEqual([
      [1, 'unknown_place'], [2, 'impossible'], [3, 'unknown_product'], [4, 'clock_ahead'], [5, 'bad_shape'], [6, 'bad_shape'], [7, 'bad_shape'], [8, 'bad_time'], [9, 'unknown_reason'], [10, 'unknown_place'], [11, 'bad_shape'], [12, 'bad_shape'],
    ])
    expect(refused[5]!.message).toBe('total: more than 10,000,000 pieces; send those since the count before, not the machine’s counter.')
  })

  it('without an id are known by what they say', () => {
    const { events } = readEvents([count, count, { ...count, t: '2026-03-09T13:00:00+01:00' }, { ...count, total: 11 }], names, now)
    expect(new Set(events.map(({ id }) => id)).size).toBe(2)
  })
})

describe('events in the plant', () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  let segment = 0
  beforeAll(async () => {
    system = await testSystem()
  })
  afterAll(() => system.stop())

  async function found(tenantId: string) {
    await system.db.asOperator(async (tx) => {
      await tx.tenant.create({ data: { id: tenantId, kind: 'demo', name: tenantId, timeZone: 'UTC' } })
      const node = { tenantId, position: 0 }
      await tx.plantNode.createMany({ data: [{ ...node, id: 'line-1', level: 'line', name: 'Line 1', path: 'line-1' }, { ...node, id: 'filler', parentId: 'line-1', level: 'equipment', name: 'Filler', path: 'line-1/filler' }] })
      await tx.stopReason.createMany({ data: [{ tenantId, code: 'technical', name: 'Technical', kind: 'breakdown' }, { tenantId, code: 'jam', parentCode: 'technical', name: 'Jam', kind: 'minor' }, { tenantId, code: 'heater', parentCode: 'technical', name: 'Heater', kind: 'breakdown' }] })
    })
  }
  async function store(tenantId: string, body: unknown[]) {
    const { events, refused } = readEvents(body, names, now)
    expect(refused).toEqual([])
    const record = { tenantId, sourceId: 's', webhookId: null, sha256: '', receivedAt: now, status: 202, answer: {}, groups: [], events: events as PlantEvent[], refused: [] }
    await embeddedTelemetry(system.db).append('events', { segment, offset: 0 }, { segment: ++segment, offset: 0 }, [record])
  }

  it('keep what came with them when a count is at its end', async () => {
    await found('full')
    await store('full', Array.from({ length: 220 }, (_, i) => ({ ...count, id: `c${i}`, total: 10_000_000, reject: 0 })))
    expect(await system.db.inTenant('full', (tx) => tx.productionCount.findMany({ select: { total: true, reject: true } }))).toEqual([{ total: 2 ** 31 - 1, reject: 0 }])
  })

  it('are applied once; counts add up, stops and maintenance end, a person’s reason stays', async () => {
    await found('a')
    const minute = 60_000
    const body = [
      { type: 'run', run: 'R1', line: 'line-1', product: 'milk', idealRatePerMinute: 100, t: now - 20 * minute },
      { ...count, id: 'c1', t: now - 16 * minute },
      { ...count, id: 'c2', t: now - 15 * minute, total: 5 },
      { ...count, id: 'c3', t: now - 14 * minute, total: 7 },
      { type: 'stop', id: 'e1', stop: 'S1', line: 'line-1', equipment: 'filler', reason: 'jam', t: now - 10 * minute },
      { type: 'lab-result', sample: 'L1', place: 'line-1', analyte: 'fat', value: 3.5, unit: '%', t: now },
      { type: 'maintenance', entry: 'M1', place: 'filler', kind: 'corrective', title: 'Jam cleared', t: now - 9 * minute },
    ]
    await store('a', [...body, ...body])
    await store('a', body)
    const read = () => system.db.inTenant('a', async (tx) => ({
      counts: await tx.productionCount.findMany({ orderBy: { bucketAt: 'asc' } }), stop: await tx.stop.findFirst(), lab: await tx.labResult.findMany(), entry: await tx.maintenanceEntry.findFirst(), run: await tx.productionRun.findFirst(),
    }))
    const before = await read()
    expect(before.counts.map(({ total, reject }) => [total, reject])).toEqual([[10, 1], [12, 2]])
    expect(before).toMatchObject({ stop: { kind: 'minor', reasonCode: 'jam', endsAt: null }, lab: [{ value: 3.5 }], entry: { closedAt: null }, run: { endsAt: null } })

    await system.db.asOperator(async (tx) => {
      await tx.stop.updateMany({ where: { tenantId: 'a' }, data: { reasonCode: 'heater', kind: 'breakdown' } })
      await tx.stopCoding.create({ data: { tenantId: 'a', id: 'k', stopId: 'S1', fromReason: 'jam', toReason: 'heater', codedBy: 'x', codedAt: new Date(now) } })
    })
    await store('a', [
      { type: 'stop', id: 'e2', stop: 'S1', line: 'line-1', reason: 'jam', t: now - 10 * minute, endsAt: now - 5 * minute },
      { type: 'maintenance', id: 'e3', entry: 'M1', place: 'filler', kind: 'corrective', title: 'Jam cleared', t: now - 9 * minute, endsAt: now },
      { type: 'run', id: 'e4', run: 'R1', line: 'line-1', product: 'milk', idealRatePerMinute: 100, t: now - 20 * minute, endsAt: now },
    ])
    expect(await read()).toMatchObject({ stop: { reasonCode: 'heater', kind: 'breakdown', endsAt: new Date(now - 5 * minute), equipmentId: 'filler' }, entry: { closedAt: new Date(now) }, run: { endsAt: new Date(now) } })
  })

  it('leave machine states that never overlap, in whatever order they come', async () => {
    let run = 0
    const told = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom('down', 'blocked', 'starved', 'working')), { minLength: 1, maxLength: 12, selector: ([minute]) => minute })
    await fc.assert(
      fc.asyncProperty(told, async (states) => {
        const tenant = `s${++run}`
        await found(tenant)
        await store(tenant, states.map(([minute, state]) => ({ type: 'state', equipment: 'filler', state, t: now - minute * 60_000 })))
        const rows = await system.db.inTenant(tenant, (tx) => tx.equipmentState.findMany({ orderBy: { startsAt: 'asc' } }))
        expect(rows.map(({ startsAt, state }) => [startsAt.getTime(), state])).toEqual(states.filter(([, state]) => state !== 'working').map(([minute, state]) => [now - minute * 60_000, state]).toSorted(([a], [b]) => +a! - +b!))
        rows.forEach(({ endsAt }, i) => expect(i === rows.length - 1 || (endsAt !== null && endsAt <= rows[i + 1]!.startsAt)).toBe(true))
        const [latest] = states.toSorted(([a], [b]) => a - b)
        expect(rows.some(({ endsAt }) => endsAt === null)).toBe(latest![1] !== 'working')
      }),
      { numRuns: 25 },
    )
  })

  it('and readings that hold what PostgreSQL cannot keep as text hold up nobody', async () => {
    await found('poison')
    const message = 'There is no signal "a\0\ud800\\u0000".'
    const record = { tenantId: 'poison', sourceId: 's', webhookId: 'm', sha256: '', receivedAt: now, status: 422, answer: { message }, groups: [], refused: [{ index: 0, code: 'unknown_signal' as const, message, raw: { signal: 'a\0\ud800' } }] }
    await embeddedTelemetry(system.db).append('events', { segment, offset: 0 }, { segment: ++segment, offset: 0 }, [record])
    const kept = await system.db.asOperator((tx) => tx.webhookDelivery.findFirst({ where: { tenantId: 'poison' } }))
    expect(kept?.answer).toEqual({ message: 'There is no signal "a��\\u0000".' })
  })
})
