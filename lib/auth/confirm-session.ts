import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import type { RoleName } from '@/lib/adapters/identity/port'
import type { Door, SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { followGroups, groupsDecide } from '@/lib/auth/follow-groups'
import { type HeldTokens, openTokens, sealTokens } from '@/lib/auth/provider-tokens'
import type { Session } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** How long the provider's last word counts: what it changes counts here after this time at the latest. */
export const confirmEveryMs = 10_000
/** How long it counts when the provider does not answer. */
export const trustMs = 5 * 60_000
/** A provider that did not answer is left alone for so long, so that a page does not wait for it each time. */
const restMs = 5_000
/** An access token is renewed when it ends so soon. */
const renewBeforeMs = 30_000

const inFlight = new Map<string, Promise<boolean>>()
const restUntil = new Map<string, number>()

/** Whether the session still counts at the provider, asked at most every ten seconds; many who ask at once ask once. */
export function isStillSignedIn(system: System, provider: SignInProvider, idHash: string): Promise<boolean> {
  const asking = inFlight.get(idHash) ?? confirm(system, provider, idHash).finally(() => inFlight.delete(idHash))
  inFlight.set(idHash, asking)
  return asking
}

async function confirm(system: System, provider: SignInProvider, idHash: string): Promise<boolean> {
  const now = system.clock.now().getTime()
  if (await wasConfirmed(system.db, idHash, now)) return true
  const session = await system.db.asOperator((tx) => tx.session.findUnique({ where: { idHash } }))
  if (!session || session.endedAt) return false
  // Who looks as somebody else is let in by the session in which they asked to.
  if (session.impersonatorSession) return isStillSignedIn(system, provider, session.impersonatorSession)
  if (!session.door || !session.confirmedAt) return false
  const door = session.door as Door
  const trusted = now - session.confirmedAt.getTime() < trustMs
  if (now - session.confirmedAt.getTime() < confirmEveryMs || (trusted && now < (restUntil.get(door) ?? 0))) return true
  const access = await currentAccess(system, provider, session)
  const who = access.ok ? await provider.whoIs(door, access.value) : access
  if (who.ok && (await stays(system, session, who.value.groups, new Date(now)))) return true
  if (who.ok || who.failure.kind === 'refused') {
    await system.db.asOperator((tx) => tx.session.updateMany({ where: { idHash, endedAt: null }, data: { endedAt: new Date(now) } }))
    return false
  }
  restUntil.set(door, now + restMs)
  return trusted
}

/** What most requests find, in one round trip: it signed in itself, and the provider's word is fresh. */
async function wasConfirmed({ operatorPool }: System['db'], idHash: string, now: number): Promise<boolean> {
  const { rowCount } = await operatorPool.query({
    name: 'session-confirmed',
    text: 'SELECT FROM session WHERE id_hash = $1 AND ended_at IS NULL AND impersonator_session IS NULL AND door IS NOT NULL AND confirmed_at > $2',
    values: [idHash, new Date(now - confirmEveryMs)],
  })
  return rowCount === 1
}

/** Follows the groups. Who has become an administrator meanwhile signs in anew, everywhere, since that takes a second factor. */
async function stays(system: System, { tenantId, accountId, idHash }: Session, groups: RoleName[], now: Date): Promise<boolean> {
  const stays = await system.db.asOperator(async (tx) => {
    await tx.session.updateMany({ where: { idHash }, data: { confirmedAt: now } })
    if (!(await groupsDecide(tx, { tenantId }))) return true
    const isAdmin = (await tx.roleGrant.count({ where: { tenantId, accountId, role: 'admin', nodeId: '' } })) > 0
    if (groups.includes('admin') && !isAdmin) return false
    await followGroups(tx, { tenantId, id: accountId }, groups)
    return true
  })
  if (!stays) await system.identity.endSessions(accountId)
  return stays
}

/**
 * The access token, renewed when it is about to end. A refresh token works once, and showing it twice ends the session:
 * of several processes one renews, the others wait for what it got.
 */
async function currentAccess(system: System, provider: SignInProvider, session: Session): Promise<Outcome<string>> {
  const isFresh = (tokens: HeldTokens | null) => tokens && tokens.accessUntil - renewBeforeMs > system.clock.now().getTime()
  const held = openTokens(system, session)
  if (held && isFresh(held)) return done(held.access)
  return system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`renew ${session.idHash}`}, 0))`
    const stored = await tx.session.findUnique({ where: { idHash: session.idHash } })
    const tokens = stored && openTokens(system, stored)
    if (!tokens) return failed('refused', 'the session holds no token')
    if (isFresh(tokens)) return done(tokens.access)
    const renewed = await provider.renew(session.door as Door, tokens.refresh)
    if (!renewed.ok) return renewed
    await tx.session.updateMany({ where: { idHash: session.idHash }, data: { providerTokens: sealTokens(system, renewed.value) } })
    return done(renewed.value.access)
  })
}
