import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import type { Tenant } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/** How long a deletion can be taken back. */
export const undoHours = 24

/** Of a customer; other kinds live by other rules. @throws Refusal 404 */
export async function customerOf(tx: Tx, id: string): Promise<Tenant> {
  const tenant = await tx.tenant.findFirst({ where: { id, kind: 'customer' } })
  if (!tenant) throw notThere()
  return tenant
}

/** Nobody signs in and no key reads, at once, until it is resumed. What its sensors send is still taken, and alarms are still raised. */
export const suspendTenant = (system: System, id: string, reason: string, actor: string): Promise<void> =>
  change(system, id, async (tx, tenant, now) => {
    if (tenant.suspendedAt) throw new Refusal(409, 'Suspended already', `${tenant.name} was suspended by ${tenant.suspendedBy}.`)
    await tx.tenant.update({ where: { id }, data: { suspendedAt: now, suspendedBy: actor, suspendedReason: reason } })
    return { actor, action: 'tenant.suspended', reason }
  })

export const resumeTenant = (system: System, id: string, actor: string): Promise<void> =>
  change(system, id, async (tx, tenant) => {
    if (!tenant.suspendedAt) throw new Refusal(409, 'Not suspended', `${tenant.name} is not suspended.`)
    await tx.tenant.update({ where: { id }, data: { suspendedAt: null, suspendedBy: null, suspendedReason: null } })
    return { actor, action: 'tenant.resumed', reason: undefined }
  })

/** Closes the tenant now and deletes it when the undo window is over. `typed` is its slug, typed by hand. */
export const scheduleDeletion = (system: System, id: string, typed: string, reason: string, actor: string): Promise<void> =>
  change(system, id, async (tx, tenant, now) => {
    if (typed.trim() !== id) throw new Refusal(422, 'Not confirmed', `Type ${id} to confirm. Nothing was deleted.`)
    if (tenant.deletesAt) throw new Refusal(409, 'Being deleted', `${tenant.name} is being deleted already.`)
    await tx.tenant.update({ where: { id }, data: { deletesAt: new Date(now.getTime() + undoHours * 3_600_000), deletionBy: actor } })
    return { actor, action: 'tenant.deletion-scheduled', reason }
  })

export const undoDeletion = (system: System, id: string, actor: string): Promise<void> =>
  change(system, id, async (tx, tenant, now) => {
    if (!tenant.deletesAt) throw new Refusal(409, 'Not being deleted', `${tenant.name} is not being deleted.`)
    if (tenant.deletesAt <= now) throw new Refusal(409, 'Too late', `The time to take it back ended; ${tenant.name} is being removed.`)
    await tx.tenant.update({ where: { id }, data: { deletesAt: null, deletionBy: null } })
    return { actor, action: 'tenant.deletion-undone', reason: undefined }
  })

type Fact = { actor: string; action: string; reason: string | undefined }

/** One at a time for a tenant, written into the platform's chain and the tenant's own. */
function change(system: System, id: string, work: (tx: Tx, tenant: Tenant, now: Date) => Promise<Fact>): Promise<void> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    await tx.$queryRaw`SELECT id FROM tenant WHERE id = ${id} FOR UPDATE`
    const { reason, ...fact } = await work(tx, await customerOf(tx, id), now)
    for (const tenantId of ['platform', id]) await recordAudit(tx, now, { tenantId, subject: id, ...fact, ...(reason && { reason }) })
  })
}

/** Whether people and keys of the tenant are let in. */
export const isClosed = ({ suspendedAt, deletesAt }: Pick<Tenant, 'suspendedAt' | 'deletesAt'>): boolean => suspendedAt !== null || deletesAt !== null
