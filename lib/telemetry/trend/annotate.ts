import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { PlantNode, TrendAnnotation } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** Most that one plant keeps. */
const mostAnnotations = 5000

export interface AnnotationInput {
  /** Null: about all signals. */
  signalId: string | null
  startsAt: Date
  /** Null: a moment. */
  endsAt: Date | null
  text: string
}

/** Who wrote it may change it, and who may change the plant at its signal's place. */
export function mayChangeAnnotation(person: Person, author: string, nodes: Pick<PlantNode, 'id' | 'path'>[], nodeId: string | undefined): boolean {
  const own = nodes.find(({ id }) => id === nodeId)
  const places = nodes.filter(({ path }) => own && (path === own.path || own.path.startsWith(`${path}/`))).map(({ id }) => id)
  return author === person.email || may(person.roles, 'plant.change', places)
}

/** Whoever sees the trend may write beside it. @throws Refusal 404 for a signal of another plant, 422 */
export function addAnnotation(system: System, person: Person, input: AnnotationInput): Promise<string> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    await checkInput(tx, person, input)
    if ((await tx.trendAnnotation.count({ where: { deletedAt: null } })) >= mostAnnotations) throw new Refusal(422, 'Too many', `A plant keeps ${mostAnnotations} annotations. Delete one first.`)
    const { id } = await tx.trendAnnotation.create({ data: { tenantId: person.tenantId, id: randomUUID(), ...input, author: person.email, createdAt: now } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'annotation.added', subject: id, detail: { text: input.text, signal: input.signalId } })
    return id
  })
}

/** @throws Refusal 404, 403, 422 */
export function editAnnotation(system: System, person: Person, id: string, input: AnnotationInput): Promise<void> {
  return changeAnnotation(system, person, id, async (tx, before, now) => {
    await checkInput(tx, person, input)
    await tx.trendAnnotation.updateMany({ where: { id }, data: { ...input, editedAt: now } })
    return { action: 'annotation.edited', detail: { from: before.text, to: input.text } }
  })
}

/** It is out of sight and can come back. A second time changes nothing. @throws Refusal 404, 403 */
export const deleteAnnotation = (system: System, person: Person, id: string): Promise<void> =>
  changeAnnotation(system, person, id, async (tx, { text, deletedAt }, now) => {
    if (deletedAt) return null
    await tx.trendAnnotation.updateMany({ where: { id }, data: { deletedAt: now } })
    return { action: 'annotation.deleted', detail: { text } }
  })

/** @throws Refusal 404, 403 */
export const restoreAnnotation = (system: System, person: Person, id: string): Promise<void> =>
  changeAnnotation(system, person, id, async (tx, { text, deletedAt }) => {
    if (!deletedAt) return null
    await tx.trendAnnotation.updateMany({ where: { id }, data: { deletedAt: null } })
    return { action: 'annotation.restored', detail: { text } }
  })

type Change = { action: string; detail: Record<string, string> } | null

function changeAnnotation(system: System, person: Person, id: string, change: (tx: Tx, before: TrendAnnotation, now: Date) => Promise<Change>): Promise<void> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    await tx.$queryRaw`SELECT id FROM trend_annotation WHERE id = ${id} FOR UPDATE`
    const before = await tx.trendAnnotation.findFirst({ where: { id } })
    if (!before) throw notThere()
    const [nodes, signal] = await Promise.all([tx.plantNode.findMany({ select: { id: true, path: true } }), before.signalId === null ? null : tx.signal.findFirst({ where: { id: before.signalId } })])
    if (!mayChangeAnnotation(person, before.author, nodes, signal?.nodeId)) throw new Refusal(403, 'Not allowed', 'Somebody else wrote this. An engineer of the place can change it.')
    const done = await change(tx, before, now)
    if (done) await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, subject: id, ...done })
  })
}

async function checkInput(tx: Tx, reader: Reader, { signalId, startsAt, endsAt }: AnnotationInput): Promise<void> {
  if (endsAt && endsAt <= startsAt) throw new Refusal(422, 'Not valid', 'The end must be after the beginning. Leave it empty for a moment.')
  if (signalId === null && reader.places !== null) throw new Refusal(422, 'Not valid', 'Choose the signal that this is about: you see a part of this plant.')
  if (signalId !== null && !(await tx.signal.findFirst({ where: { id: signalId } }))) throw notThere()
}
