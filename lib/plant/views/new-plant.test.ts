import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAlarmHistory } from '@/lib/alarm/load-alarm-history'
import { loadOpenAlarms } from '@/lib/alarm/load-alarms'
import { loadRules } from '@/lib/alarm/load-rules'
import { type FigureTableName, figureTables } from '@/lib/plant/figures/figure-tables'
import { loadBatches } from '@/lib/plant/views/batches-view'
import { loadComparison } from '@/lib/plant/views/comparison-view'
import { loadDowntime } from '@/lib/plant/views/downtime-view'
import { loadEnergy } from '@/lib/plant/views/energy-view'
import { loadFindings } from '@/lib/plant/views/findings-view'
import { loadMaintenance } from '@/lib/plant/views/maintenance-view'
import { loadOeeView } from '@/lib/plant/views/oee-view'
import { loadOverview } from '@/lib/plant/views/overview-view'
import { loadQuality } from '@/lib/plant/views/quality-view'
import { loadShell } from '@/lib/plant/views/shell-view'
import { loadSignals } from '@/lib/plant/views/signals-view'
import { loadTrendSignals } from '@/lib/plant/views/trends-view'
import { loadYield } from '@/lib/plant/views/yield-view'
import type { System } from '@/lib/system'
import { createTenant } from '@/lib/tenancy/create-tenant'
import type { Reader } from '@/lib/tenancy/reach'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const tenantId = 'brand-new'
let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  await createTenant(system, { id: tenantId, name: 'Brand new', timeZone: 'Europe/Vienna', industry: 'pharma', placement: 'shared', siteName: 'Site', areaName: 'Filling', lineName: 'Line 1' }, 'root@millrace.example')
})
afterAll(() => system.stop())

const rooms: Record<string, (system: System, reader: Reader) => Promise<unknown>> = {
  shell: loadShell,
  overview: (sys, reader) => loadOverview(sys, reader, undefined, undefined),
  alarms: loadOpenAlarms,
  'alarm history': (sys, reader) => loadAlarmHistory(sys, reader, {} as never),
  rules: (sys, reader) => loadRules(sys, reader, ''),
  oee: (sys, reader) => loadOeeView(sys, reader, undefined, {}),
  downtime: (sys, reader) => loadDowntime(sys, reader, undefined, {}),
  quality: (sys, reader) => loadQuality(sys, reader, undefined),
  energy: (sys, reader) => loadEnergy(sys, reader, undefined, undefined),
  yield: (sys, reader) => loadYield(sys, reader, undefined, undefined),
  compare: (sys, reader) => loadComparison(sys, reader, undefined),
  signals: (sys, reader) => loadSignals(sys, reader, undefined, { wanted: [] }),
  trends: loadTrendSignals,
  batches: (sys, reader) => loadBatches(sys, reader, undefined),
  maintenance: (sys, reader) => loadMaintenance(sys, reader, undefined),
  findings: loadFindings,
}

describe('a plant of which nothing was recorded yet', () => {
  const readers: [string, Reader][] = [
    ['somebody who sees all of it', { tenantId, places: null }],
    ['a viewer of its line', { tenantId, places: { own: ['line-1'], ways: ['site', 'filling'] } }],
  ]
  it.each(Object.keys(rooms))('opens its room %s', async (room) => {
    for (const [who, reader] of readers) expect(await rooms[room]!(system, reader), who).not.toBeNull()
  })
  it.each(Object.keys(figureTables) as FigureTableName[])('answers the figures %s', async (table) => {
    for (const [who, reader] of readers) expect(await figureTables[table](system, reader, {}), who).not.toBeUndefined()
  })
  it('without any place shows nothing and breaks nothing', async () => {
    const nobody: Reader = { tenantId, places: { own: [], ways: [] } }
    for (const room of ['shell', 'alarms', 'rules', 'compare', 'trends', 'batches', 'findings']) await rooms[room]!(system, nobody)
    for (const room of ['overview', 'oee', 'downtime', 'energy', 'yield']) expect(await rooms[room]!(system, nobody), room).toBeNull()
  })
})
