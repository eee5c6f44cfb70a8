import { effectiveRole, type HeldRole } from '@/lib/auth/capabilities'
import { isStillSignedIn } from '@/lib/auth/confirm-session'
import { holdsEverywhere, placesOf } from '@/lib/auth/places-of'
import { findHolder, type HeldLease, type SessionHolder } from '@/lib/auth/session-holder'
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
  lease: Omit<HeldLease, 'enterableAt'> | null
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
  const holder = await findHolder(system.db, idHash)
  if (!holder || !isLetIn(holder, now)) return null
  const { session, account, lease } = holder
  const { tenantId, accountId } = session
  const roles = holder.grants.flatMap(({ role, nodeId }) => {
    const effective = effectiveRole(tenantId, role)
    // Whoever looks as somebody else gains nothing by it but the view.
    return effective ? [{ role: session.impersonator ? 'viewer' as const : effective, nodeId }] : []
  })
  if (now.getTime() - session.lastSeenAt.getTime() > seenEveryMs) await writeSeen(system, session, idHash, now)
  return {
    accountId,
    tenantId,
    email: account.email,
    name: account.name,
    roles,
    // Whose roles are of the whole tenant needs none of its places read.
    places: holdsEverywhere(roles, 'plant.view') ? null : await system.db.asOperator((tx) => placesOf(tx, tenantId, roles, 'plant.view')),
    sessionHash: idHash,
    impersonation: session.impersonator ? { by: session.impersonator, reason: session.impersonationReason ?? '', session: session.impersonatorSession ?? '', until: session.expiresAt } : null,
    preferences: account.preferences,
    lease,
  }
}

const isLetIn = ({ session, account, lease, tenant }: SessionHolder, now: Date): boolean =>
  !session.endedAt && session.expiresAt > now && account.status === 'active' && (session.tenantId === 'platform' || isOpen(lease, now)) && !(tenant && isClosed(tenant))

const writeSeen = ({ db }: System, { tenantId, accountId, impersonator }: SessionHolder['session'], idHash: string, now: Date): Promise<void> =>
  db.asOperator(async (tx) => {
    await tx.session.updateMany({ where: { idHash }, data: { lastSeenAt: now } })
    if (impersonator) return
    await tx.account.updateMany({ where: { tenantId, id: accountId }, data: { lastSeenAt: now } })
    await recordSeen(tx, { tenantId, id: accountId }, now)
  })

/** A demo plant lets people in from the moment they can work until the deadline, whether or not a worker has noticed it. */
export const isOpen = (lease: Pick<Lease, 'enterableAt' | 'state' | 'deadlineAt'> | null, now: Date): boolean =>
  lease === null ||
  (lease.enterableAt !== null &&
    ['provisioning', 'ready', 'reminded', 'claimed'].includes(lease.state) &&
    (lease.deadlineAt === null || lease.state === 'claimed' || lease.deadlineAt > now))
