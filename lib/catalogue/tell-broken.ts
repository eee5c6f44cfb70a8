import type { BrokenRule } from '@/lib/catalogue/quality-course'
import type { Tx } from '@/lib/db'
import { postMail } from '@/lib/mail/post-mail'

/**
 * Tells the administrators of a customer what broke in a table. Its id is made of table and the day on which it broke: as
 * long as it stays broken, nobody is told again.
 */
export async function tellBroken(tx: Tx, now: Date, tenantId: string, broken: BrokenRule[]): Promise<void> {
  const tenant = await tx.tenant.findFirst({ where: { id: tenantId, kind: 'customer', deletesAt: null } })
  if (!tenant || broken.length === 0) return
  const grants = await tx.roleGrant.findMany({ where: { tenantId, role: 'admin', nodeId: '' }, select: { accountId: true } })
  const people = await tx.account.findMany({ where: { tenantId, id: { in: grants.map(({ accountId }) => accountId) }, status: 'active' }, select: { id: true, email: true } })
  const byDay = Map.groupBy(broken, ({ table, since }) => `${tenantId}-${table}-${since.toISOString().slice(0, 10)}`)
  for (const [breach, rules] of byDay) {
    const props = { tenant: tenant.name, table: rules[0]!.table, rules: rules.map(({ words, found }) => `${words}: ${found}`) }
    for (const { id, email } of people) await postMail(tx, now, { id: `quality-${breach}-${id}`, template: 'quality-broken', to: email, props })
  }
}
