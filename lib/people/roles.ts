import { lookAgain } from '@/lib/people/look-again'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import { notThere, Refusal } from '@/lib/http/problem'
import type { TenantRole } from '@/lib/people/role-words'
import type { System } from '@/lib/system'

export interface Grant {
  tenantId: string
  accountId: string
  role: TenantRole
  /** Empty: the whole tenant. */
  nodeId: string
}

/** Counts on the person's next request. Given twice it is given once. @throws Refusal 404, 422 */
export const giveRole = (system: System, grant: Grant, actor: string): Promise<void> => system.db.inTenant(grant.tenantId, (tx) => giveRoleIn(tx, system.clock.now(), grant, actor))

/** As `giveRole`, in the caller's transaction. */
export function giveRoleIn(tx: Tx, now: Date, grant: Grant, actor: string): Promise<void> {
  return change(tx, now, grant, actor, 'role.given', async () => {
    await checkPlace(tx, grant.tenantId, grant.nodeId)
    const { count } = await tx.roleGrant.createMany({ data: [{ ...grant, grantedAt: now }], skipDuplicates: true })
    return count > 0
  })
}

/** Gone on the person's next request; open screens end within a heartbeat. The last administrator keeps the role. @throws Refusal 404, 409 */
export const takeRole = (system: System, grant: Grant, actor: string): Promise<void> => system.db.inTenant(grant.tenantId, (tx) =>
  change(tx, system.clock.now(), grant, actor, 'role.taken', async () => {
    if (grant.role === 'admin' && grant.nodeId === '') await requireAnotherAdmin(tx, grant)
    const { count } = await tx.roleGrant.deleteMany({ where: { ...grant } })
    if (count === 0) throw new Refusal(409, 'Taken already', 'The person does not hold this role there any more.')
    return true
  }),
)

async function change(tx: Tx, now: Date, { tenantId, accountId, role, nodeId }: Grant, actor: string, action: string, work: () => Promise<boolean>): Promise<void> {
  const account = await tx.account.findFirst({ where: { tenantId, id: accountId } })
  if (!account) throw notThere()
  if (!(await work())) return
  await recordAudit(tx, now, { tenantId, actor, action, subject: account.email, detail: { role, place: nodeId || 'whole tenant' } })
  await lookAgain(tx, tenantId)
}

/** @throws Refusal 422 for a place that this tenant does not have. */
export async function checkPlace(tx: Tx, tenantId: string, nodeId: string): Promise<void> {
  if (nodeId && !(await tx.plantNode.findFirst({ where: { tenantId, id: nodeId } }))) throw new Refusal(422, 'No such place', `This plant has no place ${nodeId}. Choose one of its tree.`)
}

/** Passes when the person is no administrator of the whole tenant, or not its only one who can sign in. @throws Refusal 409 */
export async function requireAnotherAdmin(tx: Tx, { tenantId, accountId }: Pick<Grant, 'tenantId' | 'accountId'>): Promise<void> {
  if (!(await tx.roleGrant.findFirst({ where: { tenantId, role: 'admin', nodeId: '', accountId } }))) return
  const holders = await tx.roleGrant.findMany({ where: { tenantId, role: 'admin', nodeId: '', accountId: { not: accountId } }, select: { accountId: true } })
  const active = await tx.account.count({ where: { tenantId, status: 'active', id: { in: holders.map((holder) => holder.accountId) } } })
  if (active === 0) throw new Refusal(409, 'The last one', 'This is the last administrator of the tenant. Make somebody else one first.')
}
