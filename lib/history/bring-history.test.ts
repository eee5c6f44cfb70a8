import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import type { Person } from '@/lib/auth/person'
import { bringHistory, historyJournal } from '@/lib/history/bring-history'
import { eventTables, findEventTable, templateRows } from '@/lib/history/event-fields'
import { importPath } from '@/lib/history/import-files'
import { beginImport, cancelImport, checkImport, findImport, linkToImportFile, listImports, listPlanSignals, lookAtImport, startImport } from '@/lib/history/imports'
import { judgeEvents } from '@/lib/history/judge-events'
import type { Mapping } from '@/lib/history/mapping'
import { proposeEvents, proposeMapping } from '@/lib/history/propose-mapping'
import { usualLake } from '@/lib/lake/lake-settings'
import { sealTenant } from '@/lib/lake/seal-tenant'
import { foldRollups } from '@/lib/telemetry/fold-rollups'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { lakeCrypto, lakeRows } from '@/lib/testing/lake-rows'
import { storedReadings } from '@/lib/testing/stored-telemetry'
import { testSystem } from '@/lib/testing/test-system'

const cryptoFile = await lakeCrypto()
const [minuteMs, dayMs] = [60_000, 86_400_000]

describe('history that is brought in', { timeout: 120_000 }, () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  let person: Person
  const telemetry = () => embeddedTelemetry(system.db)

  beforeAll(async () => {
    system = await testSystem({ lake: { ...usualLake, cryptoFile } })
    await telemetry().keep(system.clock.now())
  })
  afterAll(() => system.stop())

  async function found(tenantId: string) {
    person = { tenantId, email: 'ada@example.com', places: null } as Person
    await system.db.asOperator(async (tx) => {
      await tx.tenant.create({ data: { id: tenantId, kind: 'customer', name: tenantId, timeZone: 'Europe/Berlin' } })
      await tx.plantNode.create({ data: { tenantId, id: 'site', level: 'site', name: 'Site', path: 'site', position: 0 } })
      const signal = { tenantId, nodeId: 'site', decimals: 1, expectedIntervalSeconds: 60 }
      await tx.signal.createMany({ data: [{ ...signal, id: 'temp', name: 'Temperature', unit: '°C', quantity: 'temperature' }, { ...signal, id: 'press', name: 'Pressure', unit: 'bar', quantity: 'pressure' }] })
    })
    value(await ensureDataKey(system.db, system.keys, tenantId))
    value(await system.objects.ensureSpace(tenantId))
  }

  const work = (importId: string, pace: Parameters<typeof bringHistory>[3] = {}) => bringHistory(system, telemetry(), { tenantId: person.tenantId, importId }, pace)

  /** As far as the result of the check. */
  async function checked(body: string, change: Partial<Mapping> = {}): Promise<string> {
    const { id } = await beginImport(system, person, { name: 'old plant.csv', bytes: Buffer.byteLength(body), kind: 'readings' })
    value(await system.objects.put(person.tenantId, importPath({ id, name: 'old plant.csv' }, 'upload'), Buffer.from(body)))
    await lookAtImport(system, person, id)
    await work(id)
    const { form } = (await findImport(system, person, id))!
    const signals = await listPlanSignals(system, person)
    await checkImport(system, person, { id, mapping: { ...proposeMapping(form!, signals.map((one) => one.id), 'Europe/Berlin'), ...change } as Mapping })
    await work(id)
    return id
  }

  const end = () => system.clock.now().getTime()
  /** Two signals, a reading each minute: some hours a hundred days ago, and of the last six. */
  const series = () => [...Array.from({ length: 200 }, (_, i) => end() - 100 * dayMs + i * minuteMs), ...Array.from({ length: 360 }, (_, i) => end() - dayMs / 4 + i * minuteMs)].flatMap((t, i) => [{ signal: 'temp', t, v: i % 50 }, { signal: 'press', t, v: 1 + (i % 7) / 8 }])
  const csv = (rows: { signal: string; t: number; v: number }[]) => ['time,signal,value', ...rows.map(({ signal, t, v }) => `${new Date(t).toISOString()},${signal},${v}`)].join('\n')
  const sorted = <R extends { signal: string; t: number }>(rows: R[]) => rows.toSorted((a, b) => (a.signal < b.signal ? -1 : a.signal > b.signal ? 1 : a.t - b.t))

  async function expectRollups(rows: ReturnType<typeof series>) {
    const expected = [...Map.groupBy(sorted(rows), ({ signal }) => signal)].flatMap(([signal, list]) => foldRollups(list.map(({ t }) => t), list.map(({ v }) => v)).map((part) => ({ signal, level: part.level, at: part.bucketAt, count: part.count, sum: part.sum, min: part.min, max: part.max, first: part.first, last: part.last })))
    const kept = await system.db.inTenant(person.tenantId, (tx) => tx.$queryRaw<unknown[]>`SELECT signal_id AS signal, level_seconds AS level, (extract(epoch FROM bucket_at) * 1000)::float8 AS at, count, sum, min, max, first, last FROM telemetry_rollup ORDER BY 1, 2, 3`)
    expect(kept).toEqual(expected)
  }

  it('is in the readings, in roll-ups of every tier and in the lake, each once: killed after every stretch, and sent twice', async () => {
    await found('whole')
    const rows = series()
    const id = await checked(`${csv(rows)}\n2036-01-01T00:00:00Z,temp,1\n2026-01-01T00:00:00Z,moon,1\n`)
    expect(await findImport(system, person, id)).toMatchObject({ state: 'checked', result: { rows: rows.length + 2, readings: rows.length, refused: 2 }, stored: 0 })
    expect(await storedReadings(system.db, 'whole')).toEqual([])
    await startImport(system, person, id)
    let kills = 0
    for (let runs = 0; runs < 50 && (await findImport(system, person, id))!.state === 'running'; runs++) {
      await work(id, { batch: 300, step: () => { throw new Error('killed') } }).catch(() => kills++)
    }
    expect(kills).toBeGreaterThan(2)
    expect(await findImport(system, person, id)).toMatchObject({ state: 'done', stored: rows.length, alreadyThere: 0 })
    const recent = sorted(rows.filter(({ t }) => t > end() - 31 * dayMs))
    expect(await storedReadings(system.db, 'whole')).toEqual(recent)
    await expectRollups(rows)

    const again = await checked(csv(rows))
    await startImport(system, person, again)
    await work(again)
    expect(await findImport(system, person, again)).toMatchObject({ state: 'done', stored: 0, alreadyThere: rows.length })
    await expectRollups(rows)
    expect(await telemetry().stored(historyJournal(id))).toEqual({ segment: 0, offset: 0 })

    if (cryptoFile) {
      await sealTenant(system, 'whole')
      expect(await lakeRows(system, 'whole')).toEqual(sorted(rows))
    }
    const trail = await system.db.inTenant('whole', (tx) => tx.auditEntry.findMany({ orderBy: { seq: 'asc' }, select: { action: true } }))
    expect(trail.map(({ action }) => action)).toEqual(['uploaded', 'started', 'brought-in', 'uploaded', 'started', 'brought-in'].map((word) => `history.${word}`))
  })

  it('never replaces what a sensor sent: its reading of the same moment stays, and an old hour that has readings stays as it is', async () => {
    await found('sensor')
    const rows = series()
    const sent = rows.filter(({ signal, t }) => signal === 'temp' && t > end() - dayMs).slice(0, 10)
    await telemetry().append('sensor', { segment: 0, offset: 0 }, { segment: 0, offset: 1 }, [{ tenantId: 'sensor', sourceId: 's', webhookId: null, sha256: '', receivedAt: end(), status: 202, answer: {}, refused: [], groups: [{ signal: 'temp', t: sent.map(({ t }) => t), v: sent.map(() => -99) }] }])
    const id = await checked(csv(rows))
    await startImport(system, person, id)
    await work(id)
    expect(await findImport(system, person, id)).toMatchObject({ stored: rows.length - 10, alreadyThere: 10 })
    const kept = await storedReadings(system.db, 'sensor')
    expect(kept.filter(({ v }) => v === -99)).toHaveLength(10)
    // A single new reading in an old hour: nothing is left that it could be compared with.
    const late = await checked(csv([{ signal: 'temp', t: end() - 100 * dayMs + 30_000, v: 5 }]))
    await startImport(system, person, late)
    await work(late)
    expect(await findImport(system, person, late)).toMatchObject({ state: 'done', stored: 0, alreadyThere: 1 })
  })

  it('stops where it is when it is cancelled, and says how much is stored', async () => {
    await found('cancel')
    const rows = series()
    const id = await checked(csv(rows))
    await startImport(system, person, id)
    await work(id, { batch: 150, step: () => cancelImport(system, person, id) })
    const ended = (await findImport(system, person, id))!
    expect(ended.state).toBe('cancelled')
    expect(ended.stored).toBeGreaterThanOrEqual(150)
    expect(ended.stored).toBeLessThan(500)
    await work(id)
    expect(await findImport(system, person, id)).toMatchObject({ state: 'cancelled', stored: ended.stored })
    await expect(startImport(system, person, id)).rejects.toMatchObject({ status: 409 })
  })

  it('is converted as it was checked, and can be taken along', async () => {
    await found('units')
    const id = await checked('time;signal;value;unit\n01.03.2026 13:00;temp;212,0;°F\n01.03.2026 13:00;press;500;mbar\n01.03.2026 13:01;press;1;kg\n')
    await startImport(system, person, id)
    await work(id)
    expect(await storedReadings(system.db, 'units')).toEqual([{ signal: 'press', t: Date.parse('2026-03-01T12:00:00Z'), v: 0.5 }, { signal: 'temp', t: Date.parse('2026-03-01T12:00:00Z'), v: 100 }])
    for (const file of ['upload', 'refused', 'readings'] as const) expect(await linkToImportFile(system, person, id, file)).toMatch(/^http/)
    const refused = value(await system.objects.get('units', importPath({ id, name: '' }, 'refused'))).toString()
    expect(refused.split('\n')).toEqual(['row,reason,message,name,time,value,unit', '3,wrong_unit,"""press"" is measured in bar; kg cannot be converted to it.",press,01.03.2026 13:01,1,kg', ''])
  })

  it('of MES and LIMS is applied once, judged row by row as the gateway judges it, however old', async () => {
    await found('events')
    await system.db.asOperator(async (tx) => {
      await tx.plantNode.create({ data: { tenantId: 'events', id: 'line-1', parentId: 'site', level: 'line', name: 'Line 1', path: 'site/line-1', position: 0 } })
      await tx.product.create({ data: { tenantId: 'events', id: 'milk', name: 'Milk', countUnit: 'carton' } })
    })
    const body = 'Time;Line;Run;Product;Total;Reject\n2024-01-10 08:00;line-1;R1;milk;120;2\n2024-01-10 08:05;line-1;R1;milk;80;90\n2024-03-31 02:30;line-1;R1;milk;1;0\n2024-01-10 08:10;line-9;R1;milk;1;0\n2024-01-10 08:15;line-1;R1;milk;many;0\n2024-01-10 08:20;line-1;R1;milk;30;\n'
    for (const stored of [2, 0]) {
      const { id } = await beginImport(system, person, { name: 'counts.csv', bytes: Buffer.byteLength(body), kind: 'count' })
      value(await system.objects.put('events', importPath({ id, name: 'counts.csv' }, 'upload'), Buffer.from(body)))
      await lookAtImport(system, person, id)
      await work(id)
      const { form } = (await findImport(system, person, id))!
      const mapping = proposeEvents(form!, findEventTable('count')!.fields, 'Europe/Berlin') as Extract<Mapping, { shape: 'events' }>
      await expect(checkImport(system, person, { id, mapping: { ...mapping, fields: { ...mapping.fields, run: null } } })).rejects.toMatchObject({ status: 422, detail: 'Choose the column of "run": number of the run.' })
      await checkImport(system, person, { id, mapping })
      await work(id)
      const { result } = (await findImport(system, person, id))!
      expect(result!.reasons.map(({ code, firstRow }) => [firstRow, code]).toSorted()).toEqual([[2, 'impossible'], [3, 'clock_missing'], [4, 'unknown_place'], [5, 'bad_shape']])
      await startImport(system, person, id)
      await work(id)
      expect(await findImport(system, person, id)).toMatchObject({ state: 'done', stored, alreadyThere: 2 - stored })
    }
    const counts = await system.db.inTenant('events', (tx) => tx.productionCount.findMany({ orderBy: { bucketAt: 'asc' } }))
    expect(counts.map(({ bucketAt, total, reject }) => [bucketAt.toISOString(), total, reject])).toEqual([['2024-01-10T07:00:00.000Z', 120, 2], ['2024-01-10T07:15:00.000Z', 30, 0]])
  })

  it('begins with a template that the plant takes as it is', async () => {
    const names = { places: new Map([['line-1', { level: 'line', lineId: null }], ['filler', { level: 'equipment', lineId: 'line-1' }]]), reasons: new Set(['jam']), products: new Set(['milk']) }
    for (const table of eventTables) {
      const [head, row] = templateRows(table, names, system.clock.now())
      const cells = Object.fromEntries(head!.map((name, i) => [name, row![i]!]))
      const moment = (text: string | undefined) => (text ? { text, t: Date.parse(text), clock: null } : null)
      const { refused } = judgeEvents([{ row: 1, isTorn: false, time: moment(cells.time)!, endsAt: moment(cells.endsAt), cells }], table, names, { decimal: '.', timeZone: 'UTC', oldest: 0, checkedAt: end() })
      expect(refused, table.type).toEqual([])
    }
  })

  it('fails in words when the file is broken, did not arrive whole, or is nothing of this plant', async () => {
    await found('broken')
    const { id } = await beginImport(system, person, { name: 'x.parquet', bytes: 40, kind: 'readings' })
    value(await system.objects.put('broken', importPath({ id, name: 'x.parquet' }, 'upload'), Buffer.from(`PAR1${'x'.repeat(36)}`)))
    await lookAtImport(system, person, id)
    await work(id)
    expect(await findImport(system, person, id)).toMatchObject({ state: 'failed', reason: 'The Parquet file is broken or cut off. Send it again from where it was made.' })
    const short = await beginImport(system, person, { name: 'x.csv', bytes: 99, kind: 'readings' })
    value(await system.objects.put('broken', importPath({ id: short.id, name: 'x.csv' }, 'upload'), Buffer.from('a,b\n')))
    await lookAtImport(system, person, short.id)
    await work(short.id)
    expect(await findImport(system, person, short.id)).toMatchObject({ state: 'failed', reason: 'The file arrived with 4 bytes of 99. Upload it again.' })
    await expect(checked('time,signal,value\n2026-03-01T00:00:00Z,moon,1\n')).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('Nothing in the file is a signal of this plant') as string })
  })

  it('is nobody else’s: not another plant’s, and not of one who sees a part', async () => {
    await found('mine')
    const id = await checked('time,signal,value\n2026-03-01T00:00:00Z,temp,1\n')
    expect(await listImports(system, person)).toHaveLength(1)
    const part = { ...person, places: { own: ['site'], ways: [] } }
    expect(await listImports(system, part)).toEqual([])
    await expect(startImport(system, part, id)).rejects.toMatchObject({ status: 404 })
    await found('theirs')
    expect(await findImport(system, person, id)).toBeNull()
    await expect(cancelImport(system, person, id)).rejects.toMatchObject({ status: 404 })
    expect(await linkToImportFile(system, person, id, 'upload')).toBeNull()
  })
})
