import type { NodeLevel } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import { changeModel, lastChangeOf, type ModelEdit, type ModelRow } from '@/lib/plant/model/change-model'
import type { System } from '@/lib/system'
import { isTimeZone } from '@/lib/plant/time-zones'
import { slugOf } from '@/lib/tenancy/create-tenant'

/** `conflict`: somebody saved meanwhile; nothing was changed, and what they saved is here. */
export type SavedRow = { kind: 'saved'; id: string } | { kind: 'conflict'; version: number; by: string; at: string; theirs: ModelRow }

/** What may stand below a place (ISA-95): the first is what is added unless another is said. */
const levelsBelow: Record<NodeLevel | 'none', NodeLevel[]> = { none: ['site'], site: ['area'], area: ['line', 'equipment'], line: ['equipment'], equipment: [] }
export const mayStandBelow = (level: NodeLevel, parent: NodeLevel | null): boolean => levelsBelow[parent ?? 'none'].includes(level)

/** Adds a place below another, or a site. @throws Refusal 402 when the licence has no room for a site, 404, 422 */
export const addNode = (system: System, tenantId: string, { parentId, name, level }: { parentId: string | null; name: string; level?: NodeLevel }, actor: string): Promise<string> =>
  changeModel(system, tenantId, actor, async (edit) => {
    const parent = parentId === null ? null : await edit.find('plant_node', parentId)
    if (parentId !== null && !parent) throw notThere()
    const id = await insertNode(edit, parent, name, level)
    return { summary: `${name} added${parent ? ` to ${String(parent.name)}` : ''}`, value: id }
  })

/** In a change that is open; also rows of a file. */
export async function insertNode(edit: ModelEdit, parent: ModelRow | null, name: string, wanted?: NodeLevel, slug = slugOf(name)): Promise<string> {
  const above = (parent?.level ?? null) as NodeLevel | null
  const level = wanted ?? levelsBelow[above ?? 'none'][0]
  if (!level || !mayStandBelow(level, above)) throw new Refusal(422, 'Not valid', above ? `Below ${String(parent!.name)} (${above}) stands no ${level ?? 'other place'}.` : 'Only a site stands at the top.')
  if (!slug) throw new Refusal(422, 'Not valid', 'Give it a name with letters or digits.')
  if (level === 'site') await edit.requireRoomForSite()
  const { nodes } = await siblingsOf(edit, parent)
  const path = parent ? `${String(parent.path)}/${slug}` : slug
  if (nodes.some((node) => node.path === path)) throw new Refusal(409, 'There already', `${parent ? String(parent.name) : 'The plant'} has ${name} already. Choose another name.`)
  const id = await freeId(edit, level === 'equipment' && above === 'line' ? `${String(parent!.id)}.${slug}` : slug)
  await edit.insert('plant_node', { id, parent_id: (parent?.id ?? null) as string | null, level, name, path, position: nodes.length })
  return id
}

async function siblingsOf(edit: ModelEdit, parent: ModelRow | null) {
  return { nodes: await edit.tx.plantNode.findMany({ where: { parentId: parent ? String(parent.id) : null } }) }
}

async function freeId(edit: ModelEdit, wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    if (!(await edit.find('plant_node', id))) return id
  }
}

/**
 * The address of a place stays when its name changes: links and dashboards go on working. A site may have a clock of its own;
 * without one it has the tenant's. @throws Refusal 404, 422 for a time zone that is none
 */
export const renameNode = (system: System, tenantId: string, { id, version, name, timeZone }: { id: string; version: number; name: string; timeZone?: string }, actor: string): Promise<SavedRow> =>
  changeModel(system, tenantId, actor, async (edit) => {
    const node = await edit.find('plant_node', id)
    if (!node) throw notThere()
    const conflict = await conflictOf(edit, 'plant_node', id, node, version)
    if (conflict) return { summary: '', value: conflict }
    const zone = timeZone === undefined ? node.time_zone! : timeZone || null
    if (zone && (node.level !== 'site' || !isTimeZone(String(zone)))) throw new Refusal(422, 'Not valid', node.level === 'site' ? `${String(zone)} is no time zone. Write it like America/Chicago.` : 'Only a site has a clock of its own.')
    if (node.name !== name || node.time_zone !== zone) await edit.update('plant_node', id, { name, time_zone: zone })
    return { summary: node.name === name ? `${name}: clock ${String(zone ?? 'of the tenant')}` : `${String(node.name)} renamed to ${name}`, value: { kind: 'saved', id } }
  })

export async function conflictOf(edit: ModelEdit, table: 'plant_node' | Parameters<typeof lastChangeOf>[1], key: string, row: ModelRow, version: number): Promise<SavedRow | null> {
  if (Number(row.version) === version) return null
  const last = await lastChangeOf(edit.tx, table, key)
  return { kind: 'conflict', version: Number(row.version), by: last?.by ?? 'somebody', at: last?.at ?? '', theirs: row }
}

/** Moves a place with all that is below it. @throws Refusal 404, 409 for a version that is old, 422 for a move under itself or to a level where it cannot stand. */
export const moveNode = (system: System, tenantId: string, { id, version, parentId }: { id: string; version: number; parentId: string }, actor: string): Promise<void> =>
  changeModel(system, tenantId, actor, async (edit) => {
    const [node, parent] = [await edit.find('plant_node', id), await edit.find('plant_node', parentId)]
    if (!node || !parent) throw notThere()
    if (Number(node.version) !== version) throw new Refusal(409, 'Changed meanwhile', `${String(node.name)} was changed meanwhile. Look at it again, then move it.`)
    const [from, to] = [String(node.path), String(parent.path)]
    if (id === parentId || to.startsWith(`${from}/`)) throw new Refusal(422, 'Not valid', `${String(node.name)} cannot be moved under itself. Nothing was moved.`)
    if (!mayStandBelow(node.level as NodeLevel, parent.level as NodeLevel)) throw new Refusal(422, 'Not valid', `A ${String(node.level)} does not stand below a ${String(parent.level)}.`)
    const path = `${to}/${from.split('/').at(-1)}`
    if (path === from) return { summary: '', value: undefined }
    const { nodes } = await siblingsOf(edit, parent)
    if (nodes.some((sibling) => sibling.path === path)) throw new Refusal(409, 'There already', `${String(parent.name)} has a place with this address already. Rename one of them first.`)
    await edit.update('plant_node', id, { parent_id: parentId, path, position: nodes.length })
    for (const below of await nodesBelow(edit, from)) await edit.update('plant_node', below.id, { path: `${path}${below.path.slice(from.length)}` })
    return { summary: `${String(node.name)} moved to ${String(parent.name)}`, value: undefined }
  })

const nodesBelow = (edit: ModelEdit, path: string) => edit.tx.plantNode.findMany({ where: { path: { startsWith: `${path}/` } }, orderBy: { path: 'asc' } })

/**
 * Deletes a place with all that hangs on it: places below, their signals with their alarm rules, routings, shifts.
 * What was recorded there stays, and comes back into view with an undo. @throws Refusal 404, 409
 */
export const deleteNode = (system: System, tenantId: string, { id, version }: { id: string; version: number }, actor: string): Promise<void> =>
  changeModel(system, tenantId, actor, async (edit) => {
    const node = await edit.find('plant_node', id)
    if (!node) throw notThere()
    if (Number(node.version) !== version) throw new Refusal(409, 'Changed meanwhile', `${String(node.name)} was changed meanwhile. Look at it again, then delete it.`)
    const ids = [id, ...(await nodesBelow(edit, String(node.path))).map((below) => below.id)]
    const signals = await edit.tx.signal.findMany({ where: { nodeId: { in: ids } }, select: { id: true } })
    for (const signal of signals) await deleteSignalRows(edit, signal.id)
    for (const { id: routing } of await edit.tx.routing.findMany({ where: { lineId: { in: ids } } })) await edit.remove('routing', routing)
    for (const { id: shift } of await edit.tx.shiftPattern.findMany({ where: { nodeId: { in: ids } } })) await edit.remove('shift_pattern', shift)
    for (const { id: day } of await edit.tx.shiftException.findMany({ where: { nodeId: { in: ids } } })) await edit.remove('shift_exception', day)
    for (const one of ids.toReversed()) await edit.remove('plant_node', one)
    return { summary: `${String(node.name)} deleted with ${ids.length - 1} places and ${signals.length} signals`, value: undefined }
  })

/** A signal with the rules that judge it. */
export async function deleteSignalRows(edit: ModelEdit, signalId: string): Promise<void> {
  for (const { id } of await edit.tx.alarmRule.findMany({ where: { signalId }, select: { id: true } })) await edit.remove('alarm_rule', id)
  await edit.remove('signal', signalId)
}
