import { isDeepStrictEqual } from 'node:util'
import { shiftsBetween } from '@/lib/oee/shift-calendar'
import { notThere, Refusal } from '@/lib/http/problem'
import { changeModel, type ModelEdit, type ModelRow } from '@/lib/plant/model/change-model'
import { conflictOf, deleteSignalRows, type SavedRow } from '@/lib/plant/model/edit-nodes'
import { newRecordId, recordSchemas, type RecordKind, recordWords } from '@/lib/plant/model/records'
import { calendarAt } from '@/lib/plant/calendar-at'
import { loadPlantModel } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'

const keyOf = (kind: RecordKind) => (kind === 'stop_reason' ? 'code' : 'id')
const dayMs = 86_400_000

/**
 * Saves a signal, product, reason, shift, exception or routing; a null id makes one. The same fields again change nothing.
 * @throws Refusal 404, 409 when there is one already, 422 in words when it does not fit the rest of the plant.
 */
export async function saveRecord(system: System, tenantId: string, { kind, id, version, fields }: { kind: RecordKind; id: string | null; version: number; fields: Record<string, string> }, actor: string): Promise<SavedRow> {
  const checked = recordSchemas[kind].safeParse(fields)
  if (!checked.success) throw new Refusal(422, 'Not valid', checked.error.issues[0]!.message)
  const columns = checked.data as unknown as ModelRow
  return changeModel(system, tenantId, actor, async (edit) => {
    await requireNamed(edit, columns)
    if (id === null) return { summary: `${recordWords[kind]} ${labelOf(columns)} added`, value: await insert(edit, kind, columns, system) }
    const before = await edit.find(kind, id)
    if (!before) throw notThere()
    const conflict = await conflictOf(edit, kind, id, before, version)
    if (conflict) return { summary: '', value: conflict }
    const isSame = Object.entries(columns).every(([column, value]) => isDeepStrictEqual(before[column], value))
    if (!isSame) await edit.update(kind, id, columns)
    await checkCalendar(edit, kind, system)
    return { summary: `${recordWords[kind]} ${labelOf(columns)} changed`, value: { kind: 'saved', id } }
  })
}

const labelOf = (columns: ModelRow) => String(columns.name ?? `${String(columns.product_id)} on ${String(columns.line_id)}`)

async function insert(edit: ModelEdit, kind: RecordKind, columns: ModelRow, system: System): Promise<SavedRow> {
  const row = kind.startsWith('shift_') ? { ...columns, node_id: columns.node_id ?? (await firstSiteOf(edit)) } : columns
  const id = newRecordId(kind, row)
  if (await edit.find(kind, id)) throw new Refusal(409, 'There already', `There is a ${recordWords[kind].toLowerCase()} ${labelOf(columns)} already. Change that one, or choose another name.`)
  await edit.insert(kind, { ...row, [keyOf(kind)]: id })
  await checkCalendar(edit, kind, system)
  return { kind: 'saved', id }
}

async function firstSiteOf({ tx }: ModelEdit): Promise<string> {
  const site = await tx.plantNode.findFirst({ where: { level: 'site' }, orderBy: { position: 'asc' } })
  if (!site) throw new Refusal(422, 'No site', 'Add a site to the plant first: shifts are counted there.')
  return site.id
}

/** What a record names must be there. */
async function requireNamed({ find }: ModelEdit, { node_id, product_id, line_id, parent_code }: ModelRow): Promise<void> {
  const missing =
    (node_id && !(await find('plant_node', String(node_id))) && 'place') || (line_id && !(await find('plant_node', String(line_id))) && 'line') ||
    (product_id && !(await find('product', String(product_id))) && 'product') || (parent_code && !(await find('stop_reason', String(parent_code))) && 'group of reasons')
  if (missing) throw new Refusal(422, 'Not there', `This ${missing} is not there any more. Choose another.`)
}

/** The calendars as they would be, of every place: two shifts at once would leave its figures without an answer. */
async function checkCalendar({ tx }: ModelEdit, kind: RecordKind, system: System): Promise<void> {
  if (!kind.startsWith('shift_')) return
  const model = await loadPlantModel(tx)
  const calendars = model.nodes.map((place) => ({ place, ...calendarAt(place, { ...model, timeZone: model.tenant.timeZone }) }))
  const distinct = new Map(calendars.map((one) => [JSON.stringify([one.timeZone, ...[...one.patterns, ...one.exceptions].map(({ id }) => id)]), one]))
  const now = system.clock.now().getTime()
  for (const { place, patterns, exceptions, timeZone } of distinct.values()) {
    try {
      shiftsBetween(patterns, timeZone, new Date(now - 7 * dayMs), new Date(now + 8 * dayMs), exceptions)
      for (const date of exceptions.map((one) => Date.parse(one.date))) shiftsBetween(patterns, timeZone, new Date(date - dayMs), new Date(date + 2 * dayMs), exceptions)
    } catch (error) {
      throw new Refusal(422, 'Not valid', `At ${place.name}: ${(error as Error).message} Nothing was saved.`)
    }
  }
}

/** @throws Refusal 404, 409 for a version that is old or a record that recorded rows name */
export const deleteRecord = (system: System, tenantId: string, { kind, id, version }: { kind: RecordKind; id: string; version: number }, actor: string): Promise<void> =>
  changeModel(system, tenantId, actor, async (edit) => {
    const before = await edit.find(kind, id)
    if (!before) throw notThere()
    if (Number(before.version) !== version) throw new Refusal(409, 'Changed meanwhile', `${labelOf(before)} was changed meanwhile. Look at it again, then delete it.`)
    await requireUnused(edit, kind, id, labelOf(before))
    if (kind === 'signal') await deleteSignalRows(edit, id)
    else await edit.remove(kind, id)
    return { summary: `${recordWords[kind]} ${labelOf(before)} deleted`, value: undefined }
  })

async function requireUnused({ tx }: ModelEdit, kind: RecordKind, id: string, label: string): Promise<void> {
  if (kind === 'product') {
    const [runs, routings] = [await tx.productionRun.count({ where: { productId: id } }), await tx.routing.count({ where: { productId: id } })]
    if (runs + routings > 0) throw new Refusal(409, 'In use', `${runs} runs and ${routings} routings name ${label}. Rename it instead, or delete its routings first.`)
  }
  if (kind === 'stop_reason') {
    const [stops, below] = [await tx.stop.count({ where: { reasonCode: id } }), await tx.stopReason.count({ where: { parentCode: id } })]
    if (stops + below > 0) throw new Refusal(409, 'In use', `${stops} stops and ${below} reasons name ${label}. Rename it instead.`)
  }
}
