import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { issueToken } from '@/lib/auth/token'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import { isClosed } from '@/lib/tenancy/tenant-life'

/** How long an administrator looks as somebody else before they must say again why. */
export const impersonationMinutes = 60
const tokenMs = 60_000

/**
 * A token with which the administrator's browser signs in as this person, to look and to change nothing. Written into
 * the tenant's trail and the platform's, with the reason, before it can be used.
 * @throws Refusal 404, 409 for an account or tenant that is closed
 */
export async function startImpersonation(system: System, admin: Person, { tenantId, accountId, reason }: { tenantId: string; accountId: string; reason: string }): Promise<string> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } })
    const account = await tx.account.findUnique({ where: { tenantId_id: { tenantId, id: accountId } } })
    if (!tenant || !account) throw notThere()
    if (admin.impersonation) throw new Refusal(409, 'Not now', 'You look as somebody else already. Stop that first.')
    if (account.status !== 'active' || isClosed(tenant)) throw new Refusal(409, 'Closed', `${account.email} cannot sign in now, so nobody can look as them.`)
    for (const chain of new Set(['platform', tenantId])) {
      await recordAudit(tx, now, { tenantId: chain, actor: admin.email, action: 'impersonation.started', subject: account.email, detail: { tenant: tenantId }, reason })
    }
    return issueToken(tx, {
      tenantId, accountId, purpose: 'impersonate', expiresAt: new Date(now.getTime() + tokenMs),
      impersonator: admin.email, impersonatorSession: admin.sessionHash, impersonationReason: reason,
    })
  })
}

/** Ends it and answers a token that brings the administrator back, while their own session still holds; null when it has ended. */
export async function stopImpersonation(system: System, person: Person): Promise<string | null> {
  const now = system.clock.now()
  const { impersonation } = person
  if (!impersonation) throw notThere()
  return system.db.asOperator(async (tx) => {
    await tx.session.updateMany({ where: { idHash: person.sessionHash, endedAt: null }, data: { endedAt: now } })
    for (const chain of new Set(['platform', person.tenantId])) {
      await recordAudit(tx, now, { tenantId: chain, actor: impersonation.by, action: 'impersonation.ended', subject: person.email, detail: { tenant: person.tenantId } })
    }
    const own = await tx.session.findUnique({ where: { idHash: impersonation.session } })
    if (!own || own.endedAt || own.expiresAt <= now) return null
    return issueToken(tx, { tenantId: own.tenantId, accountId: own.accountId, purpose: 'return', expiresAt: new Date(now.getTime() + tokenMs), impersonatorSession: own.idHash })
  })
}
