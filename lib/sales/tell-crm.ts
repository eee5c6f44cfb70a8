import { randomUUID } from 'node:crypto'
import type { Tx } from '@/lib/db'
import { enqueue } from '@/lib/queue/enqueue'

export type CrmEvent = 'lead.created' | 'lead.updated' | 'lead.claimed' | 'lead.merged' | 'lead.erased'

/**
 * Tells every CRM target of a lead, in the caller's transaction. What stands there already and has not been sent is sent
 * once: the body is made when it is sent.
 */
export async function tellCrm(tx: Tx, now: Date, { leadId, type }: { leadId: string; type: CrmEvent }): Promise<void> {
  const targets = await tx.crmTarget.findMany({ where: { disabledAt: null }, select: { id: true } })
  for (const { id: targetId } of targets) {
    const waiting = await tx.crmDelivery.findFirst({ where: { targetId, leadId, type, state: 'pending', attempts: 0 } })
    if (waiting) continue
    const id = `crm_${randomUUID().replaceAll('-', '')}`
    await tx.crmDelivery.create({ data: { id, targetId, leadId, type, createdAt: now, nextAt: now } })
    await enqueue(tx, 'deliver-crm', { deliveryId: id }, { key: `crm ${id}` })
  }
}
