import { randomBytes } from 'node:crypto'
import { verifyPassword } from '@/lib/adapters/identity/password'
import { isOpen } from '@/lib/auth/person'
import { endAtProvider } from '@/lib/auth/provider-tokens'
import { hashToken, type ImpersonationFacts, redeemToken } from '@/lib/auth/token'
import type { Tx } from '@/lib/db'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { Account, Prisma } from '@/lib/generated/prisma/client'
import { recordSeen } from '@/lib/metering/record-seen'
import { impersonationMinutes } from '@/lib/people/impersonate'
import type { System } from '@/lib/system'
import { isClosed } from '@/lib/tenancy/tenant-life'

export type SignIn = { ok: true; sessionId: string; account: Account } | { ok: false; because: 'refused' | 'locked' | 'closed' }

const sessionHours = 12
const attemptsBeforeLock = 5
const lockMinutes = 5

/** By address and password. Five wrong ones in a row lock the account for five minutes, told to nobody but its owner. */
export async function signInByPassword(system: System, email: string, password: string, userAgent: string): Promise<SignIn> {
  const now = system.clock.now()
  const found = await system.db.asOperator((tx) => tx.account.findUnique({ where: { email: email.trim().toLowerCase() } }))
  const right = await verifyPassword(password, found?.passwordHash ?? null)
  if (!found) return { ok: false, because: 'refused' }
  return system.db.asOperator(async (tx) => {
    // One after the other: a hundred tries at once are a hundred tries, not one.
    await tx.$queryRaw`SELECT id FROM account WHERE tenant_id = ${found.tenantId} AND id = ${found.id} FOR UPDATE`
    const key = { tenantId: found.tenantId, id: found.id }
    const account = await tx.account.findUnique({ where: { tenantId_id: key } })
    // Removed or given another password while this one was checked: what was checked says nothing any more.
    if (!account || account.passwordHash !== found.passwordHash) return { ok: false, because: 'refused' }
    if (account.lockedUntil && account.lockedUntil > now) return { ok: false, because: 'locked' }
    if (!right) {
      const failedAttempts = account.failedAttempts + 1
      const lockedUntil = failedAttempts >= attemptsBeforeLock ? new Date(now.getTime() + lockMinutes * 60_000) : null
      await tx.account.updateMany({ where: key, data: lockedUntil ? { failedAttempts: 0, lockedUntil } : { failedAttempts } })
      return { ok: false, because: lockedUntil ? 'locked' : 'refused' }
    }
    await tx.account.updateMany({ where: key, data: { failedAttempts: 0, lockedUntil: null } })
    return openSession(tx, account, userAgent, now)
  })
}

/** By the one-time link of the welcome mail or of the page that shows the plant being built. */
export async function signInByLink(system: System, token: string, userAgent: string): Promise<SignIn> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const redeemed = await redeemToken(tx, token, 'sign-in', now)
    const account = redeemed && (await tx.account.findFirst({ where: { id: redeemed.accountId, tenantId: redeemed.tenantId } }))
    return account ? openSession(tx, account, userAgent, now) : { ok: false, because: 'refused' }
  })
}

/** An administrator begins to look as somebody else, or comes back: their own session goes on under a new id then. */
export async function signInToLook(system: System, token: string, userAgent: string): Promise<SignIn> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const redeemed = (await redeemToken(tx, token, 'impersonate', now)) ?? (await redeemToken(tx, token, 'return', now))
    const account = redeemed && (await tx.account.findFirst({ where: { id: redeemed.accountId, tenantId: redeemed.tenantId } }))
    if (!account) return { ok: false, because: 'refused' }
    const { purpose, impersonator, impersonatorSession, impersonationReason } = redeemed
    if (purpose === 'impersonate') return openSession(tx, account, userAgent, now, { impersonator, impersonatorSession, impersonationReason })
    const own = await tx.session.findFirst({ where: { idHash: impersonatorSession ?? '', endedAt: null, expiresAt: { gt: now } } })
    if (!own) return { ok: false, because: 'refused' }
    await tx.session.updateMany({ where: { idHash: own.idHash }, data: { endedAt: now } })
    const { door, providerSid, providerSubject, providerTokens, confirmedAt } = own
    return openSession(tx, account, userAgent, now, { door, providerSid, providerSubject, providerTokens, confirmedAt })
  })
}

/** What a session keeps of the provider that let its holder in, or of the administrator who looks as them. */
export type Provided = Pick<Prisma.SessionCreateInput, 'door' | 'providerSid' | 'providerSubject' | 'providerTokens' | 'confirmedAt' | keyof ImpersonationFacts>

export async function openSession(tx: Tx, account: Account, userAgent: string, now: Date, provided: Provided = {}): Promise<SignIn> {
  const lease = await tx.lease.findUnique({ where: { name: account.tenantId } })
  const tenant = await tx.tenant.findUnique({ where: { id: account.tenantId } })
  if (tenant && isClosed(tenant)) return { ok: false, because: 'closed' }
  if (account.status !== 'active' || (account.tenantId !== 'platform' && !isOpen(lease, now))) return { ok: false, because: 'refused' }
  const sessionId = randomBytes(24).toString('base64url')
  const { impersonator } = provided
  const longest = new Date(now.getTime() + (impersonator ? impersonationMinutes / 60 : lease ? lease.hours + 1 : sessionHours) * 3_600_000)
  await tx.session.create({
    data: {
      tenantId: account.tenantId,
      idHash: hashToken(sessionId),
      accountId: account.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: impersonator ? longest : (lease?.deadlineAt ?? longest),
      userAgent: userAgent.slice(0, 200),
      ...provided,
    },
  })
  if (!impersonator) await recordSeen(tx, account, now)
  if (lease && !impersonator) await recordEngagement(tx, now, { kind: 'demo.signed-in', subject: lease.leadId ?? lease.name, leaseId: lease.id })
  return { ok: true, sessionId, account }
}

/** Here, and with it at the provider that let its holder in: nobody is left signed in to the other applications. */
export async function endSession(system: System, sessionHash: string): Promise<void> {
  const where = { idHash: sessionHash, endedAt: null }
  const session = await system.db.asOperator(async (tx) => {
    const open = await tx.session.findFirst({ where })
    await tx.session.updateMany({ where, data: { endedAt: system.clock.now() } })
    return open
  })
  if (session) await endAtProvider(system, session)
}
