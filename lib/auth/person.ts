import { effectiveRole, type HeldRole } from '@/lib/auth/capabilities'
import { isStillSignedIn } from '@/lib/auth/confirm-session'
import { placesOf } from '@/lib/auth/places-of'
import { hashToken } from '@/lib/auth/token'
import type { Lease } from '@/lib/generated/prisma/client'
import { recordSeen } from '@/lib/metering/record-seen'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'
import { isClosed } from '@/lib/tenancy/tenant-life'

/** Somebody who is signed in. As a reader they see what their roles let them look at. */
export interface Person extends Reader {
  accountId: string
  email: string
  name: string
  roles: HeldRole[]
  sessionHash: string
  preferences: Record<string, unknown>
  /** An administrator who looks at the plant as this person: sees the same, changes nothing. */
  impersonation: { by: string; reason: string; session: string; until: Date } | null
  /** Only in a demo plant. */
  lease: Pick<Lease, 'id' | 'name' | 'state' | 'deadlineAt' | 'readyAt' | 'hours' | 'leadId'> | null
}

/** Activity is written down at most this often. */
const seenEveryMs = 60_000

/**
 * Who holds this session id now; null for nobody. Asked on every request, so that an ended session, a role taken away
 * and a passed deadline count at once.
 */
export const findPerson = (system: System, sessionId: string): Promise<Person | null> => findPersonByHash(system, hashToken(sessionId))

/** The same for whoever was let in before and holds a connection open. */
export async function findPersonByHash(system: System, idHash: string): Promise<Person | null> {
  const now = system.clock.now()
  if (system.signIn && !(await isStillSignedIn(system, system.signIn, idHash))) return null
  return system.db.asOperator(async (tx) => {
    const session = await tx.session.findUnique({ where: { idHash } })
    if (!session || session.endedAt || session.expiresAt <= now) return null
    const key = { tenantId: session.tenantId, id: session.accountId }
    const account = await tx.account.findUnique({ where: { tenantId_id: key } })
    if (!account || account.status !== 'active') return null
    const lease = await tx.lease.findUnique({ where: { name: session.tenantId } })
    if (session.tenantId !== 'platform' && !isOpen(lease, now)) return null
    const tenant = await tx.tenant.findUnique({ where: { id: key.tenantId }, select: { suspendedAt: true, deletesAt: true } })
    if (tenant && isClosed(tenant)) return null
    const grants = await tx.roleGrant.findMany({ where: { tenantId: key.tenantId, accountId: key.id } })
    const roles = grants.flatMap(({ role, nodeId }) => {
      const effective = effectiveRole(key.tenantId, role)
      // Whoever looks as somebody else gains nothing by it but the view.
      return effective ? [{ role: session.impersonator ? 'viewer' as const : effective, nodeId }] : []
    })
    if (now.getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
      await tx.session.updateMany({ where: { idHash }, data: { lastSeenAt: now } })
      if (!session.impersonator) {
        await tx.account.updateMany({ where: key, data: { lastSeenAt: now } })
        await recordSeen(tx, key, now)
      }
    }
    return {
      accountId: account.id,
      tenantId: account.tenantId,
      email: account.email,
      name: account.name,
      roles,
      places: await placesOf(tx, key.tenantId, roles, 'plant.view'),
      sessionHash: idHash,
      impersonation: session.impersonator ? { by: session.impersonator, reason: session.impersonationReason ?? '', session: session.impersonatorSession ?? '', until: session.expiresAt } : null,
      preferences: (account.preferences ?? {}) as Record<string, unknown>,
      lease,
    }
  })
}

/** A demo plant lets people in from the moment they can work until the deadline, whether or not a worker has noticed it. */
export const isOpen = (lease: Lease | null, now: Date): boolean =>
  lease === null ||
  (lease.enterableAt !== null &&
    ['provisioning', 'ready', 'reminded', 'claimed'].includes(lease.state) &&
    (lease.deadlineAt === null || lease.state === 'claimed' || lease.deadlineAt > now))
