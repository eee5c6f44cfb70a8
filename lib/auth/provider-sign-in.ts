import type { Door, ProvidedPerson, ProvidedTokens, SignedOut } from '@/lib/adapters/identity/sign-in-port'
import { refusedName } from '@/lib/adapters/resource-name'
import { followGroups, groupsDecide } from '@/lib/auth/follow-groups'
import { endAtProvider, sealTokens } from '@/lib/auth/provider-tokens'
import { openSession, type SignIn } from '@/lib/auth/sign-in'
import { hashToken } from '@/lib/auth/token'
import type { Tx } from '@/lib/db'
import { leasePrefix } from '@/lib/demo/lease-name'
import type { Account } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export interface ProviderSignIn {
  door: Door
  person: ProvidedPerson
  tokens: ProvidedTokens
  /** The provider's session. */
  sid?: string
}

/**
 * Opens a session for whom the provider let in, with the roles that the groups give. At the door for demos only who has a
 * plant; at the other one somebody who is new here gets an account in the tenant that the provider names.
 */
export async function signInByProvider(system: System, { door, person, tokens, sid }: ProviderSignIn, userAgent: string): Promise<SignIn> {
  const now = system.clock.now()
  const provided = { door, providerSid: sid, providerSubject: person.subject, providerTokens: sealTokens(system, tokens), confirmedAt: now }
  const result = await system.db.asOperator(async (tx): Promise<SignIn> => {
    const account = door === 'demo' ? await tx.account.findFirst({ where: { tenantId: person.username, id: person.username } }) : await staffAccount(tx, person)
    if (!account) return { ok: false, because: 'refused' }
    if (await groupsDecide(tx, account)) await followGroups(tx, account, person.groups)
    // Nothing would open for whom no group and nobody here gave a role: that is said at the door.
    if (door === 'staff' && (await tx.roleGrant.count({ where: { tenantId: account.tenantId, accountId: account.id } })) === 0) return { ok: false, because: 'refused' }
    // Signed in again in the same browser, e.g. after a change of password: one session here for one there.
    if (sid) await tx.session.updateMany({ where: { door, providerSid: sid, endedAt: null }, data: { endedAt: now } })
    return openSession(tx, account, userAgent, now, provided)
  })
  // Nobody stays signed in there who may not come in here: the next try would go the same way without asking.
  if (!result.ok) await endAtProvider(system, { ...provided, idHash: '' })
  return result
}

async function staffAccount(tx: Tx, { username, subject, email, name, groups, tenant: tenantId = 'platform' }: ProvidedPerson): Promise<Account | null> {
  const tenant = await tx.tenant.findFirst({ where: { id: tenantId, kind: { in: ['platform', 'customer'] } } })
  if (!tenant) return null
  const id = accountIdOf({ username, subject })
  const known = await tx.account.findFirst({ where: { tenantId, id } })
  if (known) return known
  const taken = await tx.account.findFirst({ where: { OR: [{ id }, { email: email.toLowerCase() }] } })
  if (taken) return null
  const account = await tx.account.create({ data: { tenantId, id, email: email.toLowerCase(), name } })
  await followGroups(tx, account, groups)
  return account
}

/** The account of whom the provider knows by this name; a name that is none here, or looks like a demo's, counts for nothing. */
export const accountIdOf = ({ username, subject }: Pick<ProvidedPerson, 'username' | 'subject'>): string =>
  refusedName(username) || username.startsWith(leasePrefix) ? subject : username

/** The provider says that somebody signed out, or was put out. Told twice, it counts once; false for the second time. */
export async function endProviderSessions(system: System, { door, id, sid, subject, expiresAt }: SignedOut): Promise<boolean> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const tokenHash = hashToken(`logout ${door} ${id}`)
    const used = { tenantId: 'platform', tokenHash, purpose: 'logout', accountId: '', expiresAt, usedAt: now }
    const { count } = await tx.oneTimeToken.createMany({ data: [used], skipDuplicates: true })
    if (count === 0) return false
    const whose = sid ? { providerSid: sid } : { providerSubject: subject }
    await tx.session.updateMany({ where: { door, ...whose, endedAt: null }, data: { endedAt: now } })
    return true
  })
}
