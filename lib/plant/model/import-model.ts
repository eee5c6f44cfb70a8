import Papa from 'papaparse'
import type { NodeLevel } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { changeModel, type ModelEdit } from '@/lib/plant/model/change-model'
import { insertNode } from '@/lib/plant/model/edit-nodes'
import { newRecordId, recordSchemas } from '@/lib/plant/model/records'
import type { System } from '@/lib/system'

export interface ImportReport {
  rows: { row: number; what: string }[]
  /** With one of these nothing is written. */
  broken: { row: number; because: string }[]
  done: boolean
}

export const importHeads = ['level', 'path', 'name', 'unit', 'decimals', 'interval_seconds', 'low_limit', 'high_limit', 'quantity']
const levels: NodeLevel[] = ['site', 'area', 'line', 'equipment']
const mostRows = 5000

/** Ends the transaction of a check, or of a file with broken rows: what was tried is rolled back. */
class NothingWritten extends Error {}

/**
 * Sites, areas, lines, equipment and signals of a file. A path that is there gets the name of its row; others are made,
 * above before below. Every row is tried in one transaction: with a broken row, or `dry`, all of it is rolled back. One
 * undo takes the whole file back.
 * @throws Refusal 422 when the file is no table of the plant
 */
export async function importModel(system: System, tenantId: string, csv: string, { dry, actor }: { dry: boolean; actor: string }): Promise<ImportReport> {
  const parsed = Papa.parse<Record<string, string>>(csv.trim(), { header: true, skipEmptyLines: true, transformHeader: (head) => head.trim().toLowerCase() })
  const missing = ['level', 'path', 'name'].filter((head) => !parsed.meta.fields?.includes(head))
  if (missing.length > 0) throw new Refusal(422, 'Not valid', `The first line must name the columns ${importHeads.join(', ')}; ${missing.join(' and ')} is missing.`)
  if (parsed.data.length > mostRows) throw new Refusal(422, 'Too many', `The file has ${parsed.data.length} rows; send at most ${mostRows} at once.`)
  const report: ImportReport = { rows: [], broken: [], done: false }
  try {
    await changeModel(system, tenantId, actor, async (edit) => {
      for (const [i, row] of parsed.data.entries()) await tryRow(edit, i + 2, row, report)
      if (dry || report.broken.length > 0) throw new NothingWritten()
      return { summary: `${report.rows.length} rows of a file`, value: undefined }
    })
    return { ...report, done: true }
  } catch (error) {
    if (error instanceof NothingWritten) return report
    throw error
  }
}

async function tryRow(edit: ModelEdit, row: number, raw: Record<string, string>, report: ImportReport): Promise<void> {
  try {
    const cells = Object.fromEntries(Object.entries(raw).map(([head, cell]) => [head, (cell ?? '').trim()]))
    report.rows.push({ row, what: cells.level === 'signal' ? await writeSignal(edit, cells) : await writePlace(edit, cells) })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    report.broken.push({ row, because: error.detail })
  }
}

const refuse = (because: string) => new Refusal(422, 'Not valid', because)
const at = (edit: ModelEdit, path: string) => edit.tx.plantNode.findFirst({ where: { path } })

async function writePlace(edit: ModelEdit, { level, path, name }: Record<string, string>): Promise<string> {
  if (!levels.includes(level as NodeLevel)) throw refuse(`There is no level "${level}". Write site, area, line, equipment or signal.`)
  if (!path || !/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(path)) throw refuse(`"${path}" is no path. Write it as site/filling/line-1: lower-case letters, digits and hyphens.`)
  if (!name) throw refuse('The name is missing.')
  const there = await at(edit, path)
  if (there && there.level !== level) throw refuse(`${path} is a ${there.level} already, not a ${level}.`)
  if (there && there.name === name) return `${path} stays as it is`
  if (there) {
    await edit.update('plant_node', there.id, { name })
    return `${path} is renamed to ${name}`
  }
  const above = path.split('/').slice(0, -1).join('/')
  const parent = above ? await at(edit, above) : null
  if (above && !parent) throw refuse(`There is no place ${above}. Write its row before this one.`)
  await insertNode(edit, parent && (await edit.find('plant_node', parent.id)), name, level as NodeLevel, path.split('/').at(-1))
  return `${path} is added`
}

async function writeSignal(edit: ModelEdit, cells: Record<string, string>): Promise<string> {
  const { path, name, unit = '', decimals, interval_seconds, low_limit = '', high_limit = '', quantity = '' } = cells
  const node = path ? await at(edit, path) : null
  if (!node) throw refuse(`There is no place ${path || 'without a path'}. Write its row before this one.`)
  const checked = recordSchemas.signal.safeParse({ name, node_id: node.id, unit, decimals: decimals || '1', expected_interval_seconds: interval_seconds || '60', low_limit, high_limit, quantity: quantity || 'other' })
  if (!checked.success) throw refuse(checked.error.issues[0]!.message)
  const there = await edit.tx.signal.findFirst({ where: { nodeId: node.id, name } })
  if (there) {
    await edit.update('signal', there.id, checked.data)
    return `signal ${name} of ${node.name} is changed`
  }
  const id = newRecordId('signal', checked.data)
  if (await edit.find('signal', id)) throw refuse(`There is a signal ${id} already, with another name.`)
  await edit.insert('signal', { ...checked.data, id })
  return `signal ${name} is added to ${node.name}`
}
