import type { NodeLevel } from '@/lib/generated/prisma/client'
import type { ModelRow } from '@/lib/plant/model/change-model'
import type { RecordKind } from '@/lib/plant/model/records'
import { treeOrder } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'

export interface ModelNode {
  id: string
  name: string
  level: NodeLevel
  path: string
  depth: number
  version: number
  signals: number
  /** Of a site with a clock of its own; empty otherwise. */
  timeZone: string
}

export interface ModelRecord {
  id: string
  version: number
  /** As a form shows them. */
  fields: Record<string, string>
}

/** The tree with how much hangs on each place. */
export const loadModelTree = (system: System, tenantId: string): Promise<ModelNode[]> =>
  system.db.inTenant(tenantId, async (tx) => {
    const counts = new Map((await tx.signal.groupBy({ by: ['nodeId'], _count: { _all: true } })).map(({ nodeId, _count }) => [nodeId, _count._all]))
    return treeOrder(await tx.plantNode.findMany()).map(({ id, name, level, path, version, timeZone }) => ({ id, name, level, path, version, timeZone: timeZone ?? '', depth: path.split('/').length - 1, signals: counts.get(id) ?? 0 }))
  })

/** Records of a kind in the order of their names; signals of one place. */
export const loadRecords = (system: System, tenantId: string, kind: RecordKind, nodeId?: string): Promise<ModelRecord[]> =>
  system.db.inTenant(tenantId, async (tx) => {
    const rows = await tx.$queryRawUnsafe<{ row: ModelRow }[]>(`SELECT to_jsonb(t) AS row FROM ${kind} t ${nodeId === undefined ? '' : 'WHERE node_id = $1'} ORDER BY ${orders[kind]} LIMIT 5000`, ...(nodeId === undefined ? [] : [nodeId]))
    return rows.map(({ row }) => ({ id: String(row.code ?? row.id), version: Number(row.version), fields: formFields(row) }))
  })

const orders: Record<RecordKind, string> = { signal: 'name, id', product: 'name, id', stop_reason: 'coalesce(parent_code, code), parent_code NULLS FIRST, name', shift_pattern: 'start_local, id', shift_exception: 'date DESC, id', routing: 'product_id, line_id' }

function formFields(row: ModelRow): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, column === 'breaks' ? breaksText(value) : Array.isArray(value) ? value.join(',') : value === null ? '' : String(value)]))
}

const breaksText = (value: unknown) => (value as { name: string; startLocal: string; endLocal: string }[]).map(({ name, startLocal, endLocal }) => `${name} ${startLocal}-${endLocal}`).join('; ')

