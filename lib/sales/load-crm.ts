import type { System } from '@/lib/system'

const shown = 50

/** Receivers, and the last deliveries with what became of them. */
export async function loadCrm({ db }: System) {
  return db.asOperator(async (tx) => {
    const targets = await tx.crmTarget.findMany({ orderBy: { createdAt: 'asc' }, omit: { sealedUrl: true } })
    const deliveries = await tx.crmDelivery.findMany({ orderBy: { createdAt: 'desc' }, take: shown })
    const leads = await tx.lead.findMany({ where: { id: { in: deliveries.map(({ leadId }) => leadId) } }, select: { id: true, email: true } })
    return { targets, deliveries: deliveries.map((delivery) => ({ ...delivery, email: leads.find(({ id }) => id === delivery.leadId)?.email ?? 'erased' })) }
  })
}
