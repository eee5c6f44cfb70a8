import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { SavedAnalysis } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'
import { type Analysis, analysisSchema } from '@/lib/tools/analysis'

/** Most that one plant keeps. */
export const mostAnalyses = 500

/** Newest first, without their fields. */
export const listAnalyses = (system: System, reach: Reach): Promise<Omit<SavedAnalysis, 'input'>[]> =>
  system.db.inTenant(reach, (tx) => tx.savedAnalysis.findMany({ omit: { input: true }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] }))

/** Null when this plant has none of that id. */
export async function findAnalysis(system: System, reach: Reach, id: string): Promise<(Analysis & { id: string; createdAt: Date; createdBy: string }) | null> {
  const found = await system.db.inTenant(reach, (tx) => tx.savedAnalysis.findFirst({ where: { id } }))
  return found && { ...analysisSchema.parse({ kind: found.kind, name: found.name, fields: found.input }), id, createdAt: found.createdAt, createdBy: found.createdBy }
}

/** Keeps the analysis under its id, or as a new one. @throws Refusal 403, 404, 422 */
export function saveAnalysis(system: System, person: Person, analysis: Analysis, id?: string): Promise<string> {
  if (!may(person.roles, 'plant.setup')) throw new Refusal(403, 'Not allowed', 'Your role may look at analyses and not keep any.')
  return system.db.inTenant(person, async (tx) => {
    if (!id) return insertAnalysis(tx, person.tenantId, analysis, person.email, system.clock.now())
    const { count } = await tx.savedAnalysis.updateMany({ where: { id }, data: { name: analysis.name, input: analysis.fields } })
    if (count === 0) throw notThere()
    return id
  })
}

/** @throws Refusal 403; what is gone already is gone. */
export function removeAnalysis(system: System, person: Person, id: string): Promise<void> {
  if (!may(person.roles, 'plant.setup')) throw new Refusal(403, 'Not allowed', 'Your role may look at analyses and not remove any.')
  return system.db.inTenant(person, async (tx) => {
    const { count } = await tx.savedAnalysis.deleteMany({ where: { id } })
    if (count > 0) await recordAudit(tx, system.clock.now(), { tenantId: person.tenantId, actor: person.email, action: 'analysis.removed', subject: id })
  })
}

/** In the caller's transaction. */
export async function insertAnalysis(tx: Tx, tenantId: string, { kind, name, fields }: Analysis, by: string, at: Date): Promise<string> {
  if ((await tx.savedAnalysis.count({ where: { tenantId } })) >= mostAnalyses) throw new Refusal(422, 'Too many', `A plant keeps ${mostAnalyses} analyses. Remove one first.`)
  const { id } = await tx.savedAnalysis.create({ data: { tenantId, id: randomUUID(), kind, name, input: fields, createdAt: at, createdBy: by } })
  return id
}
