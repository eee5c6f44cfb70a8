import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import { notThere, Refusal } from '@/lib/http/problem'
import { tellCrm } from '@/lib/sales/tell-crm'
import type { System } from '@/lib/system'

/**
 * Two leads are one person: what the duplicate did and does counts for the kept one, wherever it is counted. Its row stays,
 * so that its address is still known, its consent still its own, and the merge can be undone.
 */
export async function mergeLeads(system: System, { keptId, mergedId }: { keptId: string; mergedId: string }, actor: string): Promise<{ mergeId: string }> {
  if (keptId === mergedId) throw new Refusal(422, 'Not merged', 'That is the same lead.')
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const [kept, merged] = await lockBoth(tx, keptId, mergedId)
    if (kept.mergedIntoId || merged.mergedIntoId) throw new Refusal(409, 'Not merged', 'One of them is merged into another lead already. Undo that first.')
    // Never a chain: what pointed to the duplicate points to the kept one.
    const also = await tx.lead.findMany({ where: { mergedIntoId: mergedId }, select: { id: true } })
    const alsoMoved = also.map(({ id }) => id)
    await tx.lead.updateMany({ where: { id: { in: [mergedId, ...alsoMoved] } }, data: { mergedIntoId: keptId } })
    const mergeId = randomUUID()
    await tx.leadMerge.create({ data: { id: mergeId, keptId, mergedId, alsoMoved, at: now, by: actor } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'lead.merged', subject: `lead ${keptId}`, detail: { mergedId } })
    await tellCrm(tx, now, { leadId: mergedId, type: 'lead.merged' })
    return { mergeId }
  })
}

/** Both stand alone again, as they did before. Undoing twice is once. */
export async function undoMerge(system: System, mergeId: string, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const merge = await tx.leadMerge.findFirst({ where: { id: mergeId } })
    if (!merge) throw notThere()
    const { count } = await tx.leadMerge.updateMany({ where: { id: mergeId, undoneAt: null }, data: { undoneAt: now } })
    if (count === 0) return
    const { keptId, mergedId, alsoMoved } = merge
    const { count: freed } = await tx.lead.updateMany({ where: { id: mergedId, mergedIntoId: keptId }, data: { mergedIntoId: null } })
    if (freed === 0) throw new Refusal(409, 'Not undone', 'The kept lead was merged itself since then. Undo that first.')
    await tx.lead.updateMany({ where: { id: { in: alsoMoved }, mergedIntoId: keptId }, data: { mergedIntoId: mergedId } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'lead.merge-undone', subject: `lead ${keptId}`, detail: { mergedId } })
    await tellCrm(tx, now, { leadId: mergedId, type: 'lead.updated' })
  })
}

/** In one order, so that two people who merge crosswise do not wait for each other. */
async function lockBoth(tx: Tx, keptId: string, mergedId: string) {
  await tx.$queryRaw`SELECT id FROM lead WHERE id IN (${keptId}, ${mergedId}) ORDER BY id FOR UPDATE`
  const [kept, merged] = [await tx.lead.findFirst({ where: { id: keptId } }), await tx.lead.findFirst({ where: { id: mergedId } })]
  if (!kept || !merged) throw notThere()
  return [kept, merged] as const
}
