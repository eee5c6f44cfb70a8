import type { Tx } from '@/lib/db'
import { type MailTemplate, postMail } from '@/lib/mail/post-mail'

/** To everybody who sells or administers this installation. */
export async function tellSales(tx: Tx, now: Date, { id, template, leaseId }: { id: string; template: MailTemplate; leaseId: string }): Promise<void> {
  const grants = await tx.roleGrant.findMany({ where: { tenantId: 'platform', role: { in: ['admin', 'sales'] } }, distinct: ['accountId'] })
  const readers = await tx.account.findMany({ where: { tenantId: 'platform', id: { in: grants.map(({ accountId }) => accountId) }, status: 'active' } })
  for (const { id: accountId, email } of readers) await postMail(tx, now, { id: `${id}-${accountId}`, template, to: email, leaseId })
}
