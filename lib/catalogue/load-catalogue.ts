import { recordAudit } from '@/lib/audit/record'
import { may, mayEnter } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { type CatalogueTable, catalogueTables, findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { type GlossaryEntry, listGlossary } from '@/lib/catalogue/glossary'
import { keptProfile, type ProfileView } from '@/lib/catalogue/profile-table'
import { type Found, searchCatalogue } from '@/lib/catalogue/search-catalogue'
import { emptyNote, loadNotes, type TableNoteInput } from '@/lib/catalogue/table-notes'
import { notThere } from '@/lib/http/problem'
import { productTables } from '@/lib/lake/query/tables'
import { exportExtents } from '@/lib/plant/export-rows'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

export interface Extent {
  /** Null: not counted for one who sees a part of the plant. */
  rows: number | null
  /** Time of the newest row; null: no row, or rows that belong to no time. */
  newest: Date | null
}

/** Rows that are planned ahead are no news: a plan reaches into next week. */
const dayMs = 86_400_000
/** As far back as the query room hands rows over. */
const daysBack = 400

/** How many rows this reader can ask for of each table, and how new they are, by the name under which it is asked. */
export async function loadExtents(system: System, reader: Reader, tables: CatalogueTable[]): Promise<Map<string, Extent>> {
  const now = system.clock.now()
  const period = { from: new Date(now.getTime() - daysBack * dayMs), to: new Date(now.getTime() + 1) }
  const own = tables.filter(({ catalog }) => catalog !== 'bronze').map(({ name, sqlName }) => ({ sqlName, table: productTables.get(name)!.table }))
  const counted = await exportExtents(system, reader, period, own.map(({ table }) => table))
  const extents = new Map(own.map(({ sqlName, table }, i): [string, Extent] => [sqlName, { rows: counted[i]!.rows, newest: table.at === null ? null : counted[i]!.last }]))
  if (tables.some(({ catalog }) => catalog === 'bronze')) extents.set('bronze.readings', await sealedExtent(system, reader))
  return extents
}

/** From the manifest, which tells no places apart. */
const sealedExtent = ({ db }: System, reader: Reader): Promise<Extent> =>
  db.inTenant(reader.tenantId, async (tx) => {
    const { _sum, _max } = await tx.lakeFile.aggregate({ where: { state: 'live' }, _sum: { rows: true }, _max: { endsAt: true } })
    return { rows: reader.places === null ? Number(_sum.rows ?? 0) : null, newest: _max.endsAt }
  })

export interface CatalogueView {
  plant: string
  timeZone: string
  now: Date
  found: Found[]
  extents: Map<string, Extent>
  tags: string[]
  all: number
}

export async function loadCatalogue(system: System, person: Person, { q = '', catalog, tag }: { q?: string; catalog?: string; tag?: string }): Promise<CatalogueView> {
  const [{ name, timeZone }, notes] = await Promise.all([loadTenant(system, person), loadNotes(system, person)])
  const glossary = await listGlossary(system, person, notes.values())
  const found = searchCatalogue(q, catalogueTables, notes, glossary).filter(({ table, note }) => (!catalog || table.catalog === catalog) && (!tag || note.tags.includes(tag)))
  const extents = await loadExtents(system, person, found.map(({ table }) => table))
  return { plant: name, timeZone, now: system.clock.now(), found, extents, tags: [...new Set([...notes.values()].flatMap(({ tags }) => tags))].toSorted(), all: catalogueTables.length }
}

export interface TableView {
  plant: string
  timeZone: string
  now: Date
  table: CatalogueTable
  note: TableNoteInput
  terms: GlossaryEntry[]
  /** Names of all terms, to choose from. */
  allTerms: string[]
  extent: Extent
  profile: ProfileView | null
  mayQuery: boolean
  mayEdit: boolean
}

/** One table, with what was measured of its values; that somebody looked stands in the audit trail. @throws Refusal 404 */
export async function loadTable(system: System, person: Person, name: string): Promise<TableView> {
  const table = findCatalogueTable(name)
  if (!table) throw notThere()
  const mayQuery = mayEnter(person.roles, 'data.download')
  const [{ name: plant, timeZone }, notes, extents, profile] = await Promise.all([loadTenant(system, person), loadNotes(system, person), loadExtents(system, person, [table]), mayQuery ? keptProfile(system, person, table) : null])
  const glossary = await listGlossary(system, person, notes.values())
  const now = system.clock.now()
  await recordRead(system, person, table, profile ? 'profile' : 'extent')
  return {
    plant, timeZone, now, table, profile, mayQuery, mayEdit: may(person.roles, 'plant.setup'), note: notes.get(table.sqlName) ?? emptyNote(table.sqlName), extent: extents.get(table.sqlName)!,
    terms: glossary.filter(({ tables }) => tables.includes(table.sqlName)), allTerms: glossary.map((term) => term.name),
  }
}

/** That this person was told of the table's data. */
export const recordRead = ({ db, clock }: System, { tenantId, email, impersonation }: Person, { sqlName }: CatalogueTable, what: 'profile' | 'extent' | 'api'): Promise<unknown> =>
  db.inTenant(tenantId, (tx) => recordAudit(tx, clock.now(), { tenantId, actor: impersonation?.by ?? email, action: 'catalogue.read', subject: sqlName, detail: { what } }))
