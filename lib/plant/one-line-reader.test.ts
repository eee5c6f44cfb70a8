import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAlarm } from '@/lib/alarm/load-alarm'
import { loadAlarmHistory } from '@/lib/alarm/load-alarm-history'
import { loadAlarmLatency } from '@/lib/alarm/load-alarm-latency'
import { loadOpenAlarms } from '@/lib/alarm/load-alarms'
import { loadRuleEditor, loadRules } from '@/lib/alarm/load-rules'
import { loadRuleTrend } from '@/lib/alarm/load-rule-trend'
import { placesOf } from '@/lib/auth/places-of'
import type { Person } from '@/lib/auth/person'
import { exportPages } from '@/lib/plant/export-rows'
import { exportTables } from '@/lib/plant/export-tables'
import { type FigureTableName, figureTables } from '@/lib/plant/figures/figure-tables'
import { loadBatches } from '@/lib/plant/views/batches-view'
import { loadComparison } from '@/lib/plant/views/comparison-view'
import { loadDashboard } from '@/lib/plant/views/dashboard-view'
import { loadDashboards } from '@/lib/plant/views/dashboards-view'
import { loadDowntime } from '@/lib/plant/views/downtime-view'
import { loadEnergy } from '@/lib/plant/views/energy-view'
import { loadFindings } from '@/lib/plant/views/findings-view'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { loadMaintenance } from '@/lib/plant/views/maintenance-view'
import { loadOeeView } from '@/lib/plant/views/oee-view'
import { loadOverview } from '@/lib/plant/views/overview-view'
import { loadQuality } from '@/lib/plant/views/quality-view'
import { loadShell } from '@/lib/plant/views/shell-view'
import { loadSignals } from '@/lib/plant/views/signals-view'
import { loadTrendSignals } from '@/lib/plant/views/trends-view'
import { loadYield } from '@/lib/plant/views/yield-view'
import { loadTrend } from '@/lib/telemetry/trend/load-trend'
import { exportTrend } from '@/lib/telemetry/trend/export-trend'
import { loadTrendEvents } from '@/lib/telemetry/trend/load-trend-events'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

const tenantId = 'demo-dairy'
const line = 'line-2'
const hour = 3_600_000

let system: Awaited<ReturnType<typeof testSystem>>
let whole: Person
let viewer: Person
/** Ids that only another place has: its node, its machines and their signals. */
let foreign: string[]
let own: string[]
let signals: { id: string; nodeId: string }[]

beforeAll(async () => {
  system = await testSystem()
  await plantWithStory(system, tenantId, 'dairy', '2026-03-09')
  const roles = [{ role: 'viewer' as const, nodeId: line }]
  whole = personOf(tenantId, [{ role: 'viewer', nodeId: '' }])
  viewer = { ...personOf(tenantId, roles), places: await system.db.inTenant(tenantId, (tx) => placesOf(tx, tenantId, roles, 'plant.view')) }
  signals = await system.db.inTenant(tenantId, (tx) => tx.signal.findMany({ select: { id: true, nodeId: true } }))
  const nodes = await system.db.inTenant(tenantId, (tx) => tx.plantNode.findMany())
  const isOwn = (id: string) => id === line || id.startsWith(`${line}.`)
  const isWay = (id: string) => viewer.places!.ways.includes(id)
  foreign = [...nodes.filter(({ id }) => !isOwn(id) && !isWay(id)).map(({ id }) => id), ...signals.filter(({ nodeId }) => !isOwn(nodeId)).map(({ id }) => id)]
  // A group of reasons is called like a machine; reasons are the whole plant's.
  const reasons = await system.db.inTenant(tenantId, (tx) => tx.stopReason.findMany({ select: { code: true } }))
  foreign = foreign.filter((id) => !reasons.some(({ code }) => code === id))
  own = [...nodes.filter(({ id }) => isOwn(id)).map(({ id }) => id), ...signals.filter(({ nodeId }) => isOwn(nodeId)).map(({ id }) => id)]
  const at = system.clock.now()
  await system.db.asOperator(async (tx) => {
    for (const { id } of signals) {
      const base = { tenantId, signalId: id, priority: 2, name: `High at ${id}` }
      await tx.alarmRule.create({ data: { tenantId, id: `rule ${id}`, name: `High at ${id}`, signalId: id, kind: 'threshold', priority: 2, settings: { direction: 'high', limit: 1, hysteresis: 0 }, updatedAt: at, updatedBy: 'x', shelvedUntil: id.endsWith('power') ? new Date(at.getTime() + hour) : null } })
      await tx.alarm.create({ data: { ...base, id: `alarm ${id}`, ruleId: `rule ${id}`, ruleVersion: 1, raisedAt: at, receivedAt: at, decidedAt: at, deliveredAt: at } })
      await tx.trendAnnotation.create({ data: { tenantId, id: `note ${id}`, signalId: id, startsAt: at, text: `About ${id}`, author: 'x', createdAt: at } })
      await tx.signalRollup.create({ data: { tenantId, signalId: id, levelSeconds: 900, bucketAt: new Date(at.getTime() - hour), count: 10, sum: 10, sumSquares: 10, min: 1, max: 1, first: 1, last: 1 } })
    }
    await tx.$executeRaw`INSERT INTO plant_event (tenant_id, id, source_id, type, place, t, received_at, body) SELECT tenant_id, id, 's', 'count', id, now(), now(), '{}' FROM plant_node WHERE tenant_id = ${tenantId}`
    await tx.$executeRaw`INSERT INTO signal_latest (tenant_id, signal_id, t, v) SELECT tenant_id, id, now(), 1 FROM signal WHERE tenant_id = ${tenantId}`
    await tx.$executeRaw`INSERT INTO reading (tenant_id, signal_id, t, v) SELECT tenant_id, id, ${at}, 1 FROM signal WHERE tenant_id = ${tenantId} ON CONFLICT DO NOTHING`
    await tx.$executeRaw`INSERT INTO stop_coding (tenant_id, id, stop_id, from_reason, to_reason, coded_by, coded_at) SELECT tenant_id, id, id, 'a', 'b', 'x', now() FROM stop WHERE tenant_id = ${tenantId}`
  })
})
afterAll(() => system.stop())

/** Foreign ids that stand in an answer as a whole word, wherever: as a key, in a path, in a cell. */
const foreignIn = (answer: unknown): string[] => {
  const text = JSON.stringify(answer, (_, value: unknown) => (value instanceof Map ? [...value] : value instanceof Set ? [...value] : typeof value === 'bigint' ? Number(value) : value)) ?? ''
  const words = new Set(text.split(/[^\w.-]+/).flatMap((word) => [word, ...word.split('/')]))
  return foreign.filter((id) => words.has(id))
}

async function pagesOf(pages: AsyncGenerator<unknown[][]>) {
  const rows: unknown[][] = []
  for await (const page of pages) rows.push(...page)
  return rows
}

const last = { from: Date.parse('2026-03-09T00:00:00Z'), to: Date.parse('2026-03-09T12:00:00Z') }
const everySignal = (reader: Person) => (reader.places === null ? signals : signals.filter(({ nodeId }) => reader.places!.own.includes(nodeId))).map(({ id }) => id)

/** Every loader of the rooms by its name, asked as this reader for all that it has. */
const loaders: Record<string, (reader: Person) => Promise<unknown>> = {
  loadBatches: (reader) => loadBatches(system, reader, undefined),
  loadComparison: (reader) => loadComparison(system, reader, '30d'),
  loadDashboard: async (reader) => {
    const all = await system.db.asOperator((tx) => tx.dashboard.findMany({ where: { tenantId } }))
    return Promise.all(all.map(async ({ id }) => (await loadDashboard(system, reader, id))?.tiles))
  },
  loadDashboards: (reader) => loadDashboards(system, reader),
  loadDowntime: (reader) => loadDowntime(system, reader, undefined, { range: '30d' }),
  loadEnergy: (reader) => loadEnergy(system, reader, undefined, '30d'),
  loadFindings: (reader) => loadFindings(system, reader),
  loadTenant: (reader) => loadTenant(system, reader),
  loadMaintenance: (reader) => loadMaintenance(system, reader, undefined),
  loadOeeView: (reader) => loadOeeView(system, reader, undefined, { range: '30d' }),
  loadOverview: (reader) => loadOverview(system, reader, undefined, '24h'),
  loadQuality: (reader) => loadQuality(system, reader, undefined),
  loadShell: (reader) => loadShell(system, reader),
  loadSignals: (reader) => loadSignals(system, reader, undefined, { range: '24h', wanted: [] }),
  loadTrendSignals: (reader) => loadTrendSignals(system, reader),
  loadYield: (reader) => loadYield(system, reader, undefined, '30d'),
  loadAlarm: async (reader) => Promise.all(signals.map(({ id }) => loadAlarm(system, reader, `alarm ${id}`))),
  loadAlarmHistory: (reader) => loadAlarmHistory(system, reader, {} as never),
  loadAlarmLatency: (reader) => loadAlarmLatency(system, reader, undefined),
  loadOpenAlarms: (reader) => loadOpenAlarms(system, reader),
  loadRules: (reader) => loadRules(system, reader, ''),
  loadRuleEditor: (reader) => loadRuleEditor(system, reader, `rule ${own.find((id) => signals.some((signal) => signal.id === id))}`),
  loadRuleTrend: async (reader) => Promise.all(everySignal(reader).slice(0, 3).map((id) => loadRuleTrend(system, reader, id))),
  loadTrend: (reader) => loadTrend(system, reader, { signals: everySignal(reader).slice(0, 8), window: last, width: 100 }),
  loadTrendEvents: (reader) => loadTrendEvents(system, reader, { signals: everySignal(reader).slice(0, 8), window: { from: last.from, to: last.to + 1 } }),
}

/** Not about a place, or an answer in which nothing names one. */
const withoutPlaces = ['loadTenant', 'loadAlarmLatency', 'loadDashboards', 'loadRuleTrend']

describe('a viewer of one line', () => {
  it('is asked for with every loader that there is', async () => {
    const exported: string[] = []
    for (const folder of ['lib/plant/views', 'lib/alarm', 'lib/telemetry/trend']) {
      for (const file of readdirSync(folder)) {
        if (!/^(load-.*|.*-view)\.ts$/.test(file) && folder !== 'lib/plant/views') continue
        if (file.endsWith('.test.ts')) continue
        const names = Object.keys((await import(path.resolve(folder, file))) as object)
        exported.push(...names.filter((name) => /^load[A-Z]/.test(name)))
      }
    }
    // These take a transaction that somebody opened with a reach already, or are about a demo’s lease.
    const inside = ['loadBuckets', 'loadNotebooks', 'loadServices', 'loadPlantModel', 'loadLineRows', 'loadSeries', 'loadCostRates', 'loadLineEnergy', 'loadFlow', 'loadRuleReadings', 'loadRollups']
    expect(exported.filter((name) => !inside.includes(name)).sort()).toEqual(Object.keys(loaders).sort())
  })

  it.each(Object.keys(loaders))('%s shows nothing of another line', async (name) => {
    const load = loaders[name]!
    const seen = await load(viewer)
    expect(foreignIn(seen)).toEqual([])
    // The same question of somebody who sees the whole plant does name other lines: the answer above is not empty by chance.
    if (!withoutPlaces.includes(name)) expect(foreignIn(await load(whole)).length).toBeGreaterThan(0)
  })

  it('sees their own line', async () => {
    const { tree, places } = await loadShell(system, viewer)
    expect(tree.map(({ id }) => id)).toEqual([...viewer.places!.ways, line].sort((a, b) => tree.findIndex((node) => node.id === a) - tree.findIndex((node) => node.id === b)))
    expect(places.length).toBeGreaterThan(tree.length)
    expect((await loadOverview(system, viewer, undefined, '24h'))!.lines.map(({ node }) => node.id)).toEqual([line])
    expect((await loadOpenAlarms(system, viewer)).open.length).toBeGreaterThan(0)
  })

  it.each(Object.keys(figureTables) as FigureTableName[])('the figures %s are of their line', async (table) => {
    expect(foreignIn(await figureTables[table](system, viewer, { range: '30d' }))).toEqual([])
  })

  it.each(exportTables.map(({ id }) => id))('the export %s has rows of their line only', async (id) => {
    const table = exportTables.find((one) => one.id === id)!
    const period = { from: new Date('2026-02-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') }
    const rows = (reach: Person) => pagesOf(exportPages(system, { reach, timeZone: 'Etc/UTC' }, table, period))
    expect(foreignIn(await rows(viewer))).toEqual([])
  })

  it('a signal of another line is not there, by its id or in a file', async () => {
    const other = signals.find(({ nodeId }) => nodeId.startsWith('line-1'))!.id
    await expect(loadTrend(system, whole, { signals: [other], window: last, width: 100 })).resolves.toHaveLength(1)
    await expect(loadTrend(system, viewer, { signals: [other], window: last, width: 100 })).rejects.toMatchObject({ status: 404 })
    await expect(exportTrend(system, viewer, [other], last)).rejects.toMatchObject({ status: 404 })
    expect(await loadOverview(system, viewer, ['filling', 'line-1'], '24h')).toBeNull()
  })

  it('whatever table is asked, only rows of their places come, and fewer than there are', async () => {
    const tables = await system.db.asOperator((tx) => tx.$queryRaw<{ name: string; column: string }[]>`
      SELECT DISTINCT ON (c.relname) c.relname AS name, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname IN ('line_id', 'node_id', 'equipment_id', 'signal_id', 'place')
        AND c.relname NOT IN ('role_grant', 'invitation', 'shift_pattern', 'api_key') ORDER BY c.relname, a.attname DESC`)
    expect(tables.length).toBeGreaterThan(15)
    for (const { name, column } of tables) {
      const read = (reach: Person) => system.db.inTenant(reach, (tx) => tx.$queryRawUnsafe<{ at: string }[]>(`SELECT DISTINCT ${column} AS at FROM ${name}`))
      const [all, some] = [await read(whole), await read(viewer)]
      expect(some.filter(({ at }) => at !== null && !own.includes(at)), name).toEqual([])
      if (all.length > 0) expect(some.length, name).toBeLessThan(all.length)
    }
  })

  it('changes nothing outside, even past every check of a form', async () => {
    await system.db.inTenant(viewer, async (tx) => {
      expect(await tx.$executeRaw`UPDATE stop SET note = 'mine' WHERE line_id = 'line-1'`).toBe(0)
      expect(await tx.$executeRaw`DELETE FROM plant_node`).toBe(0)
    })
    await expect(system.db.inTenant(viewer, (tx) => tx.$executeRaw`INSERT INTO cost_rate (tenant_id, line_id, currency, busy_hour, material_per_kg, energy_per_kwh) VALUES (${tenantId}, 'line-9', 'EUR', 1, 1, 1)`)).rejects.toThrow(/row-level security/)
  })

  it('with a role on a place that is gone sees nothing', async () => {
    const roles = [{ role: 'viewer' as const, nodeId: 'line-99' }]
    const nobody = { ...viewer, roles, places: await system.db.inTenant(tenantId, (tx) => placesOf(tx, tenantId, roles, 'plant.view')) }
    expect((await loadShell(system, nobody)).tree).toEqual([])
  })
})

describe('tables', () => {
  it('that say a place are kept to the places of the reader', async () => {
    const open = await system.db.asOperator((tx) => tx.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attname IN ('line_id', 'node_id', 'equipment_id', 'signal_id', 'place', 'characteristic_id', 'stop_id', 'batch_id')
        -- Who may what where: read by administrators and by sign-in, as the whole tenant.
        AND c.relname NOT IN ('role_grant', 'invitation', 'api_key')
        AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)`)
    expect(open, 'call keep_to_places in the migration of the table: prisma/migrations/20261126190200_places').toEqual([])
  })
})
