import { randomUUID } from 'node:crypto'
import { canonicalJson } from '@/lib/audit/canonical-json'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import { requireRoomFor } from '@/lib/licence/require-licensed'
import type { System } from '@/lib/system'

/** Tables of the plant model and the column that names a row in each. Row-level security keeps them to the tenant. */
const keyColumns = {
  plant_node: 'id', signal: 'id', alarm_rule: 'id', product: 'id', stop_reason: 'code', shift_pattern: 'id', shift_exception: 'id', routing: 'id',
} as const

export type ModelTable = keyof typeof keyColumns

/** A row as PostgreSQL writes it in JSON, by column name. */
export type ModelRow = Record<string, Prisma.JsonValue>

interface RowChange {
  table: ModelTable
  key: string
  before: ModelRow | null
  after: ModelRow | null
}

/** Writes rows of the plant model and remembers each as it was. */
export interface ModelEdit {
  tx: Tx
  find(table: ModelTable, key: string): Promise<ModelRow | null>
  insert(table: ModelTable, row: ModelRow): Promise<void>
  /** Columns that change; the version counts up. */
  update(table: ModelTable, key: string, columns: ModelRow): Promise<void>
  remove(table: ModelTable, key: string): Promise<void>
  /** @throws Refusal 402 when the licence covers no further site */
  requireRoomForSite(): Promise<void>
}

/**
 * One change of a plant's model: all of its rows or none, one after the other for a tenant, with its way back and its
 * entry in the audit trail. Nothing is written when no row changed.
 */
export function changeModel<T>(system: System, tenantId: string, actor: string, work: (edit: ModelEdit) => Promise<{ summary: string; value: T }>): Promise<T> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('plant model'), hashtext(${tenantId}))`
    const changes: RowChange[] = []
    const { summary, value } = await work(editOf(system, tx, tenantId, changes))
    if (changes.length === 0) return value
    const id = randomUUID()
    await tx.modelChange.create({ data: { tenantId, id, at: now, by: actor, summary, rows: changes as unknown as Prisma.InputJsonValue } })
    const shown = changes.length <= 20 ? { rows: changes as unknown as Prisma.InputJsonValue } : {}
    await recordAudit(tx, now, { tenantId, actor, action: 'plant-model.changed', subject: summary, detail: { change: id, count: changes.length, ...shown } })
    return value
  })
}

function editOf(system: System, tx: Tx, tenantId: string, changes: RowChange[]): ModelEdit {
  const find = (table: ModelTable, key: string) => rowOf(tx, table, key)
  const note = async (table: ModelTable, key: string, before: ModelRow | null) => void changes.push({ table, key, before, after: await find(table, key) })
  return {
    tx,
    find,
    requireRoomForSite: () => requireRoomFor(system, tx, tenantId, 'sites'),
    async insert(table, row) {
      await insertRow(tx, table, { version: 1, ...row, tenant_id: tenantId })
      await note(table, String(row[keyColumns[table]]), null)
    },
    async update(table, key, columns) {
      const before = await find(table, key)
      if (!before) throw notThere()
      await replaceRow(tx, table, key, { ...before, ...columns, version: Number(before.version) + 1 })
      await note(table, key, before)
    },
    async remove(table, key) {
      const before = await find(table, key)
      if (!before) throw notThere()
      await removeRow(tx, table, key)
      await note(table, key, before)
    },
  }
}

async function rowOf(tx: Tx, table: ModelTable, key: string): Promise<ModelRow | null> {
  const [found] = await tx.$queryRawUnsafe<{ row: ModelRow }[]>(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${keyColumns[table]} = $1`, key)
  return found?.row ?? null
}

const insertRow = (tx: Tx, table: ModelTable, row: ModelRow) =>
  tx.$executeRawUnsafe(`INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1::jsonb)`, JSON.stringify(row))

const removeRow = (tx: Tx, table: ModelTable, key: string) => tx.$executeRawUnsafe(`DELETE FROM ${table} WHERE ${keyColumns[table]} = $1`, key)

async function replaceRow(tx: Tx, table: ModelTable, key: string, row: ModelRow): Promise<void> {
  await removeRow(tx, table, key)
  await insertRow(tx, table, row)
}

/** Who changed this row last, for whoever edited an older version of it. */
export async function lastChangeOf(tx: Tx, table: ModelTable, key: string): Promise<{ by: string; at: string } | null> {
  const [found] = await tx.$queryRaw<{ by: string; at: Date }[]>`
    SELECT by, at FROM model_change WHERE rows @> ${JSON.stringify([{ table, key }])}::jsonb ORDER BY seq DESC LIMIT 1`
  return found ? { by: found.by, at: found.at.toISOString() } : null
}

const mostUndone = 50

/**
 * Puts back every row of a change as it was. Refused, and nothing put back, when somebody has changed one of them since.
 * @throws Refusal 404, 409
 */
export function undoChange(system: System, tenantId: string, id: string, actor: string): Promise<void> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('plant model'), hashtext(${tenantId}))`
    const change = await tx.modelChange.findFirst({ where: { id } })
    if (!change) throw notThere()
    if (change.undoneAt) throw new Refusal(409, 'Undone already', `${change.undoneBy} has undone this already.`)
    for (const row of (change.rows as unknown as RowChange[]).toReversed()) await putBack(tx, row)
    await tx.modelChange.updateMany({ where: { id }, data: { undoneAt: now, undoneBy: actor } })
    await recordAudit(tx, now, { tenantId, actor, action: 'plant-model.undone', subject: change.summary, detail: { change: id } })
  })
}

async function putBack(tx: Tx, { table, key, before, after }: RowChange): Promise<void> {
  const current = await rowOf(tx, table, key)
  if (canonicalJson(current) !== canonicalJson(after)) {
    const last = await lastChangeOf(tx, table, key)
    throw new Refusal(409, 'Changed since', `${String((current ?? after ?? before)?.name ?? key)} was changed since${last ? ` by ${last.by}` : ''}. Undo that change first; nothing was put back.`)
  }
  if (current) await removeRow(tx, table, key)
  // The version goes on: whoever has the form of before open is told.
  if (before) await insertRow(tx, table, { ...before, version: Math.max(Number(before.version), Number(after?.version ?? 0)) + 1 })
}

export interface ChangeRow {
  id: string
  at: string
  by: string
  summary: string
  rows: number
  undoneBy: string | null
}

/** The last changes, newest first. */
export const listChanges = (system: System, tenantId: string): Promise<ChangeRow[]> =>
  system.db.inTenant(tenantId, (tx) => tx.$queryRaw<ChangeRow[]>`
    SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, by, summary, jsonb_array_length(rows) AS rows, undone_by AS "undoneBy"
    FROM model_change ORDER BY seq DESC LIMIT ${mostUndone}`)
