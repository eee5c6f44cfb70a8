import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { readerFor } from '@/lib/auth/places-of'
import { type CatalogueTable, catalogueTables } from '@/lib/catalogue/catalogue-tables'
import { keepQuality } from '@/lib/catalogue/keep-quality'
import { type ColumnProfile, profileSql, readProfile } from '@/lib/catalogue/profile-sql'
import type { TableProfile } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { oneOfFew } from '@/lib/lake/query/ask-lake'
import type { Cell, QueryLimits } from '@/lib/lake/query/protocol'
import { runQuery } from '@/lib/lake/query/run-query'
import { stopSpareQuery } from '@/lib/lake/query/query-process'
import { countQuery } from '@/lib/metering/count-query'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

export interface ProfileView {
  madeAt: Date
  tookMs: number
  rows: number
  columns: ColumnProfile[]
  /** What it leaves out. */
  note: string
}

const limits: QueryLimits = { seconds: 30, memoryMb: 512, rows: 10_000 }
const dayMs = 86_400_000

/** What was last measured of the whole plant; null for one who sees a part of it. */
export async function keptProfile({ db }: System, reader: Reader, { sqlName: tableName }: CatalogueTable): Promise<ProfileView | null> {
  const kept = await db.inTenant(reader, (tx) => tx.tableProfile.findFirst({ where: { tableName } }))
  return kept && viewOf(kept)
}

const viewOf = ({ madeAt, tookMs, rows, columns, note }: TableProfile): ProfileView => ({ madeAt, tookMs, rows: Number(rows), columns: columns as unknown as ColumnProfile[], note })

/**
 * Measures every column of the table as this person sees it, in a query with the limits of any other. Of the whole plant
 * it is kept. @throws Refusal 429 when the plant's other queries run, 422 when it cannot be measured
 */
export async function profileForPerson(system: System, person: Person, table: CatalogueTable): Promise<ProfileView> {
  const reader = await readerFor(system, person, 'data.download')
  const now = system.clock.now()
  const { tenantId, email } = person
  const made = await oneOfFew(tenantId, () => profile(system, reader, table))
  countQuery(system, tenantId)
  await system.db.inTenant(tenantId, (tx) => recordAudit(tx, now, { tenantId, actor: email, action: 'catalogue.profiled', subject: table.sqlName, detail: { rows: made.rows, tookMs: made.tookMs } }))
  return made
}

async function profile(system: System, reader: Reader, table: CatalogueTable): Promise<ProfileView> {
  const now = system.clock.now()
  const began = performance.now()
  const { timeZone } = await loadTenant(system, reader)
  // Of readings the last day: there may be a thousand million of them.
  const isReadings = table.catalog === 'bronze'
  const sql = profileSql(table, isReadings ? `WHERE time >= TIMESTAMPTZ '${new Date(now.getTime() - dayMs).toISOString()}'` : '')
  const rows: Cell[][] = []
  const notes = isReadings ? ['Readings of the last 24 hours.'] : []
  const end = await runQuery(system, { reader, sql, timeZone, limits, signal: new AbortController().signal }, { columns: () => undefined, rows: (more) => void rows.push(...more), note: (text) => void notes.push(text) })
  if (end.state !== 'answered') throw new Refusal(422, 'Not measured', `${table.sqlName} could not be measured: ${end.reason}`)
  const view: ProfileView = { madeAt: now, tookMs: Math.round(performance.now() - began), ...readProfile(table, rows), note: notes.join(' ') }
  if (reader.places === null) {
    await keep(system, reader.tenantId, table.sqlName, view)
    await keepQuality(system, reader.tenantId, table, view)
  }
  return view
}

async function keep({ db }: System, tenantId: string, tableName: string, { madeAt, tookMs, rows, columns, note }: ProfileView): Promise<void> {
  const data = { madeAt, tookMs, rows, columns: columns.map((column) => ({ ...column })), note }
  await db.inTenant(tenantId, (tx) => tx.tableProfile.upsert({ where: { tenantId_tableName: { tenantId, tableName } }, create: { tenantId, tableName, ...data }, update: data }))
}

/** Every table of every customer, one after the other; what cannot be measured tonight keeps what was measured before. */
export async function profileAll(system: System): Promise<void> {
  const tenants = await system.db.asOperator((tx) => tx.tenant.findMany({ where: { kind: 'customer', deletesAt: null, wrappedDataKey: { not: null } }, select: { id: true } }))
  for (const { id } of tenants) {
    for (const table of catalogueTables) await profile(system, { tenantId: id, places: null }, table).catch((error: unknown) => system.log.warn({ tenant: id, table: table.sqlName, err: error }, 'table not profiled'))
  }
  stopSpareQuery()
}
