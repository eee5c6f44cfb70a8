import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { HistoryImport, HistoryImportState } from '@/lib/generated/prisma/client'
import { findEventTable } from '@/lib/history/event-fields'
import { type ImportFile, importPath } from '@/lib/history/import-files'
import { type FileForm, type Mapping, namesIn, problemOf } from '@/lib/history/mapping'
import { planOf } from '@/lib/history/plan'
import type { ReadResult } from '@/lib/history/protocol'
import { notThere, Refusal } from '@/lib/http/problem'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

export interface ImportView extends Omit<HistoryImport, 'bytes' | 'form' | 'mapping' | 'plan' | 'result'> {
  bytes: number
  form: FileForm | null
  mapping: Mapping | null
  result: ReadResult | null
}

/** Long enough for a slow line to begin. */
const linkSeconds = 300
const listed = 50
/** A worker is at it. */
export const workingStates: HistoryImportState[] = ['looking', 'checking', 'running']
export const endedStates: HistoryImportState[] = ['done', 'failed', 'cancelled']

export const viewOf = ({ plan: _, ...row }: HistoryImport): ImportView => ({
  ...row, bytes: Number(row.bytes), form: row.form as FileForm | null, mapping: row.mapping as Mapping | null, result: row.result as unknown as ReadResult | null,
})

/** Newest first; nothing for one who sees a part of the plant. */
export const listImports = async ({ db }: System, reader: Reader): Promise<ImportView[]> =>
  (await db.inTenant(reader, (tx) => tx.historyImport.findMany({ orderBy: { createdAt: 'desc' }, take: listed }))).map(viewOf)

export async function findImport({ db }: System, reader: Reader, id: string): Promise<ImportView | null> {
  const row = await db.inTenant(reader, (tx) => tx.historyImport.findFirst({ where: { id } }))
  return row && viewOf(row)
}

/** A place for one file, and an address to which the browser PUTs it. @throws Refusal when the store does not answer or the name is none. */
export async function beginImport(system: System, { tenantId, email }: Person, { name, bytes, kind }: { name: string; bytes: number; kind: string }): Promise<{ id: string; link: string }> {
  const id = randomUUID()
  const link = await system.objects.presignUpload(tenantId, importPath({ id, name }, 'upload'), linkSeconds)
  if (!link.ok) throw new Refusal(422, 'Not uploaded', `${name} cannot be stored: ${link.failure.message}.`)
  const now = system.clock.now()
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.historyImport.create({ data: { tenantId, id, name, bytes, kind, createdAt: now, createdBy: email } })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'history.uploaded', subject: id, detail: { name, bytes, kind } })
  })
  return { id, link: link.value }
}

/** The bytes are there: a worker looks at them. @throws Refusal 404, 409 */
export const lookAtImport = (system: System, person: Person, id: string): Promise<void> => move(system, person, id, ['uploading'], { state: 'looking' })

/** How the file is to be read; a worker reads all of it and stores nothing. @throws Refusal 404, 409, 422 */
export async function checkImport(system: System, person: Person, { id, mapping }: { id: string; mapping: Mapping }): Promise<void> {
  const found = await findImport(system, person, id)
  if (!found?.form) throw notThere()
  const problem = problemOf(found.form, mapping)
  if (problem) throw new Refusal(422, 'Not readable so', problem)
  if ((found.kind === 'readings') === (mapping.shape === 'events')) throw notThere()
  const plan = mapping.shape === 'events' ? [] : planOf(found.form, mapping, await listPlanSignals(system, person))
  const missing = mapping.shape === 'events' && findEventTable(found.kind)?.fields.find(({ name, isRequired }) => isRequired && name !== 'time' && mapping.fields[name] == null)
  if (missing) throw new Refusal(422, 'Column missing', `Choose the column of "${missing.name}": ${missing.about}.`)
  if (mapping.shape !== 'events' && plan.every(({ refusal }) => refusal?.code === 'left_out')) throw new Refusal(422, 'No signal', `Nothing in the file is a signal of this plant${namesIn(found.form, mapping).length > 0 ? ': say for at least one name which signal it is' : ''}.`)
  await move(system, person, id, ['mapping', 'checked'], { state: 'checking', mapping, plan: plan as unknown as object[], result: undefined, checkedAt: system.clock.now(), progress: 0 })
}

/** From the result of the check back to the mapping. @throws Refusal 404, 409 */
export const changeMapping = (system: System, person: Person, id: string): Promise<void> => move(system, person, id, ['checked'], { state: 'mapping' }, false)

/** What was checked is stored. @throws Refusal 404, 409 when it is not checked, or nothing of it can be taken */
export async function startImport(system: System, person: Person, id: string): Promise<void> {
  const found = await findImport(system, person, id)
  if (found?.state === 'checked' && found.result?.readings === 0) throw new Refusal(409, 'Nothing to bring in', 'Every row was refused. Change how the file is read, or the file.')
  const now = system.clock.now()
  await move(system, person, id, ['checked'], { state: 'running', progress: 0, startedAt: now, startedBy: person.email }, true, (tx) =>
    recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'history.started', subject: id, detail: { name: found!.name, readings: found!.result!.readings, refused: found!.result!.refused } }))
}

/** Ends it where it is. What is stored already stays: readings are never taken back silently. @throws Refusal 404, 409 */
export const cancelImport = (system: System, person: Person, id: string): Promise<void> => {
  const now = system.clock.now()
  return move(system, person, id, ['uploading', 'looking', 'mapping', 'checking', 'checked', 'running'], { state: 'cancelled', endedAt: now }, false, (tx) =>
    recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'history.cancelled', subject: id }))
}

/** An address that downloads one file of an import; null when there is none. */
export async function linkToImportFile(system: System, person: Person, id: string, file: ImportFile): Promise<string | null> {
  const found = await findImport(system, person, id)
  if (!found || (file !== 'upload' && !found.result)) return null
  const { tenantId, email } = person
  const link = await system.objects.presign(tenantId, importPath(found, file), linkSeconds)
  if (!link.ok) return null
  const now = system.clock.now()
  await system.db.asOperator((tx) => recordAudit(tx, now, { tenantId, actor: email, action: 'history.downloaded', subject: id, detail: { file } }))
  return link.value
}

export interface PlanSignalView {
  id: string
  name: string
  unit: string
}

export const listPlanSignals = ({ db }: System, reader: Reader): Promise<PlanSignalView[]> =>
  db.inTenant(reader, (tx) => tx.signal.findMany({ select: { id: true, name: true, unit: true }, orderBy: { id: 'asc' } }))

type Change = Partial<Pick<HistoryImport, 'state' | 'progress' | 'checkedAt' | 'startedAt' | 'startedBy' | 'endedAt'>> & { mapping?: object; plan?: object; result?: object }

/** From one of these states to the next, in one step with the job that does the work. Whoever sees part of the plant finds nothing. */
async function move(system: System, person: Person, id: string, from: HistoryImportState[], change: Change, isWork = true, beside: (tx: Tx) => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const found = await findImport(system, person, id)
  if (!found) throw notThere()
  const { tenantId } = person
  await system.db.asOperator(async (tx) => {
    const { count } = await tx.historyImport.updateMany({ where: { tenantId, id, state: { in: from } }, data: change })
    if (count === 0) throw new Refusal(409, 'Not now', 'This import has gone on meanwhile. Open the page again.')
    await beside(tx)
    if (isWork) await enqueue(tx, 'bring-history', { tenantId, importId: id }, { key: `bring-history-${id}` })
  })
}
