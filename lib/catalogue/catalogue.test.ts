import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { readerFor } from '@/lib/auth/places-of'
import { catalogueTables, findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { exportLineage } from '@/lib/catalogue/export-lineage'
import { keepTerm, listGlossary, removeTerm } from '@/lib/catalogue/glossary'
import { lineageJobs } from '@/lib/catalogue/lineage'
import { loadCatalogue, loadExtents, loadTable } from '@/lib/catalogue/load-catalogue'
import { keptProfile, profileForPerson } from '@/lib/catalogue/profile-table'
import { changeNote, emptyNote, loadNotes } from '@/lib/catalogue/table-notes'
import { stopSpareQuery } from '@/lib/lake/query/query-process'
import { refreshDays } from '@/lib/plant/gold/refresh-days'
import { goldTables } from '@/lib/plant/gold/gold-tables'
import type { HeldRole } from '@/lib/auth/capabilities'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
let owner: pg.Client
const person = personOf('demo-dairy')
const stranger = personOf('demo-pharma')
const stops = findCatalogueTable('silver.stops')!

/** Somebody who holds a role on one line only. */
async function personAt(role: HeldRole['role'], nodeId: string) {
  const one = personOf('demo-dairy', [{ role, nodeId }])
  return { ...one, places: (await readerFor(system, one, 'plant.view')).places }
}
const trail = async (tenantId: string, action: string) => (await system.db.inTenant(tenantId, (tx) => tx.auditEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } }))).map(({ actor, subject }) => [actor, subject])

beforeAll(async () => {
  system = await testSystem()
  for (const [id, industry] of [['demo-dairy', 'dairy'], ['demo-pharma', 'pharma']] as const) {
    await plantWithStory(system, id, industry, '2026-03-09')
    await refreshDays(system, id)
    value(await ensureDataKey(system.db, system.keys, id))
    value(await system.objects.ensureSpace(id))
  }
  owner = new pg.Client({ connectionString: system.database.ownerUrl })
  await owner.connect()
}, 120_000)
afterAll(async () => {
  stopSpareQuery()
  await owner?.end()
  await system?.stop()
})

describe('gold', () => {
  it('has every view that a BI tool reads, with the columns that PostgreSQL says', async () => {
    const { rows } = await owner.query<{ name: string; columns: string[] }>(`SELECT table_name AS name, array_agg(column_name::text ORDER BY ordinal_position) AS columns FROM information_schema.columns WHERE table_schema = 'bi' AND table_name <> 'login' GROUP BY 1 ORDER BY 1`)
    expect(goldTables.map(({ id, columns }) => ({ name: id, columns: columns.map(({ name }) => name) })).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(rows)
    const gold = await owner.query<{ name: string; columns: string[] }>(`SELECT table_name AS name, array_agg(column_name::text ORDER BY ordinal_position) AS columns FROM information_schema.columns WHERE table_schema = 'gold' GROUP BY 1 ORDER BY 1`)
    expect(gold.rows).toEqual(rows)
  })
  it('is read with the rights of whoever reads: no view there has more', async () => {
    const { rows } = await owner.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'gold'::regnamespace AND NOT coalesce('security_invoker=true' = ANY(reloptions), false)`)
    expect(rows).toEqual([])
  })
  it('is made of what lineage says, which PostgreSQL confirms', async () => {
    const silver: Record<string, string> = { production_count: 'silver.production_counts', stop: 'silver.stops', signal_rollup: 'silver.signals_15min', signal: 'silver.signals', batch: 'silver.batches' }
    const { rows } = await owner.query<{ view: string; tables: string[] }>(`SELECT view_name AS view, array_agg(DISTINCT table_name::text) AS tables FROM information_schema.view_table_usage WHERE view_schema = 'gold' GROUP BY 1`)
    const said = (view: string) => lineageJobs.find(({ outputs }) => outputs.includes(`gold.${view}`))!.inputs.toSorted()
    expect(rows.length).toBe(6)
    for (const { view, tables } of rows) {
      // Days are written by the engine (lib/plant/gold), not by SQL.
      if (view === 'oee') expect(tables).toContain('production_day')
      else expect(said(view), view).toEqual(tables.flatMap((table) => silver[table] ?? []).toSorted())
    }
  })
})

describe('row counts and freshness', () => {
  it('are those of one plant: every table can be counted, and another plant changes nothing', async () => {
    const extents = await loadExtents(system, person, catalogueTables)
    expect([...extents.keys()].toSorted()).toEqual(catalogueTables.map(({ sqlName }) => sqlName).toSorted())
    const own = await system.db.inTenant('demo-dairy', (tx) => tx.stop.findMany({ where: { startsAt: { lte: system.clock.now() } }, orderBy: { startsAt: 'desc' } }))
    expect(own.length).toBeGreaterThan(50)
    expect(extents.get('silver.stops')).toEqual({ rows: own.length, newest: own[0]!.startsAt })
    expect(extents.get('gold.downtime')).toEqual({ rows: own.length, newest: own[0]!.startsAt })
    expect(extents.get('gold.oee')!.rows).toBeGreaterThan(20)
  })
  it('of somebody with a role on one line are those of that line', async () => {
    const atLine = await personAt('viewer', 'line-2')
    const own = await system.db.inTenant('demo-dairy', (tx) => tx.stop.count({ where: { lineId: 'line-2', startsAt: { lte: system.clock.now() } } }))
    const extents = await loadExtents(system, atLine, catalogueTables)
    expect(own).toBeGreaterThan(5)
    expect([extents.get('silver.stops')!.rows, extents.get('gold.downtime')!.rows, extents.get('bronze.readings')!.rows]).toEqual([own, own, null])
  })
})

describe('what people say of a table', () => {
  it('is there for the plant, found by the search, in the trail, and can be taken back', async () => {
    const { before, after } = await changeNote(system, person, { ...emptyNote('silver.stops'), owner: 'Filling', tags: ['loss accounting'], terms: ['Stop'] })
    expect((await loadCatalogue(system, person, { q: 'accounting' })).found.map(({ table }) => table.sqlName)).toEqual(['silver.stops'])
    expect((await loadCatalogue(system, person, { tag: 'loss accounting' })).found).toHaveLength(1)
    await changeNote(system, person, { ...before, version: after.version })
    expect((await loadNotes(system, person)).get('silver.stops')).toMatchObject({ owner: '', tags: [], version: 2 })
    expect(await trail('demo-dairy', 'catalogue.changed')).toEqual([[person.email, 'silver.stops'], [person.email, 'silver.stops']])
  })
  it('is not overwritten by somebody who has not read it', async () => {
    await changeNote(system, person, { ...emptyNote('silver.batches'), owner: 'Cheese' })
    await expect(changeNote(system, person, { ...emptyNote('silver.batches'), owner: 'Butter' })).rejects.toThrow(/has changed this meanwhile/)
  })
  it('is not there for another plant', async () => expect((await loadNotes(system, stranger)).size).toBe(0))
  it('is not said of a table that there is not', () => expect(() => changeNote(system, person, emptyNote('silver.secrets'))).toThrow(/Not found/))
})

describe('the glossary', () => {
  it('has the plant’s own words beside the field’s, and one that was removed comes back', async () => {
    await keepTerm(system, person, { name: 'Slow hour', meaning: 'Before the shift change' })
    await changeNote(system, person, { ...emptyNote('gold.oee'), terms: ['Slow hour'] })
    const find = async () => (await listGlossary(system, person, (await loadNotes(system, person)).values())).find(({ name }) => name === 'Slow hour')
    expect(await find()).toMatchObject({ isOwn: true, tables: ['gold.oee'], source: person.email })
    const removed = await removeTerm(system, person, 'Slow hour')
    expect(await find()).toBeUndefined()
    await keepTerm(system, person, removed!)
    expect(await find()).toMatchObject({ meaning: 'Before the shift change' })
    expect((await listGlossary(system, stranger, [])).every(({ isOwn }) => !isOwn)).toBe(true)
  })
  it('leaves the field’s words as they are', () => expect(() => keepTerm(system, person, { name: 'oee', meaning: 'Something else' })).toThrow(/word of the field/))
})

describe('a profile', { timeout: 60_000 }, () => {
  it('counts what is there, as PostgreSQL does, is kept, and stands in the trail', async () => {
    const made = await profileForPerson(system, person, stops)
    // A query is handed what begins within two days from now; the story goes on after that.
    const own = await system.db.inTenant('demo-dairy', (tx) => tx.stop.findMany({ where: { startsAt: { lt: new Date(system.clock.now().getTime() + 2 * 86_400_000) } } }))
    const of = (name: string) => made.columns.find((column) => column.name === name)!
    expect(made.rows).toBe(own.length)
    expect(of('line')).toMatchObject({ filled: own.length, distinct: new Set(own.map(({ lineId }) => lineId)).size, histogram: null })
    const lengths = own.filter(({ endsAt }) => endsAt).map(({ startsAt, endsAt }) => (endsAt!.getTime() - startsAt.getTime()) / 60_000)
    expect(of('length_min').filled).toBe(lengths.length)
    expect(Number(of('length_min').max)).toBeCloseTo(Math.max(...lengths), 6)
    expect(of('length_min').histogram!.reduce((sum, n) => sum + n, 0)).toBe(lengths.length)
    expect(await keptProfile(system, person, stops)).toEqual(made)
    expect(await trail('demo-dairy', 'catalogue.profiled')).toEqual([[person.email, 'silver.stops']])
  })
  it('of gold is measured too', async () => {
    const made = await profileForPerson(system, person, findCatalogueTable('gold.oee')!)
    expect(made.rows).toBeGreaterThan(20)
    expect(made.columns.find(({ name }) => name === 'ideal_good_minutes')!.histogram).not.toBeNull()
  })
  it('of the whole plant is not shown to one who sees a line, whose own is kept nowhere', async () => {
    const analyst = await personAt('data_analyst', 'line-2')
    expect(await keptProfile(system, analyst, stops)).toBeNull()
    const made = await profileForPerson(system, analyst, stops)
    expect(made.columns.find(({ name }) => name === 'line')).toMatchObject({ distinct: 1, min: 'line-2', max: 'line-2' })
    expect((await keptProfile(system, person, stops))!.rows).toBeGreaterThan(made.rows)
  })
  it('is not shown to a role that may not take data away, and none is of another plant', async () => {
    expect((await loadTable(system, personOf('demo-dairy', [{ role: 'viewer', nodeId: '' }]), 'silver.production.stops')).profile).toBeNull()
    expect(await keptProfile(system, stranger, stops)).toBeNull()
  })
})

describe('the audit trail', () => {
  it('has everybody who looked at a table, and who took the lineage', async () => {
    await loadTable(system, stranger, 'silver.quality.lab_results')
    await exportLineage(system, stranger)
    expect(await trail('demo-pharma', 'catalogue.read')).toEqual([[stranger.email, 'silver.lab_results']])
    expect(await trail('demo-pharma', 'catalogue.lineage')).toEqual([[stranger.email, 'demo-pharma']])
  })
})
