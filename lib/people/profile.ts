import { rm } from 'node:fs/promises'
import { hashPassword, verifyPassword } from '@/lib/adapters/identity/password'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { endSession } from '@/lib/auth/sign-in'
import { below } from '@/lib/below'
import { takeAllowance } from '@/lib/http/rate-limit'
import { passwordProblem } from '@/lib/people/password-rule'
import type { System } from '@/lib/system'

export interface SessionRow {
  /** First characters of the stored hash: names the session without giving anything away. */
  id: string
  current: boolean
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  userAgent: string
}

export type ProfileChange = { ok: true } | { ok: false; because: string }

const accountOf = ({ tenantId, accountId }: Person) => ({ tenantId, id: accountId })

/** Open sessions of this person, the newest first. */
export async function listSessions(system: System, person: Person): Promise<SessionRow[]> {
  const now = system.clock.now()
  const rows = await system.db.inTenant(person, (tx) =>
    tx.session.findMany({ where: { accountId: person.accountId, endedAt: null, expiresAt: { gt: now } }, orderBy: { lastSeenAt: 'desc' } }),
  )
  return rows.map(({ idHash, ...row }) => ({ ...row, id: idHash.slice(0, 12), current: idHash === person.sessionHash }))
}

export const rename = (system: System, person: Person, name: string): Promise<unknown> =>
  system.db.asOperator((tx) => tx.account.updateMany({ where: accountOf(person), data: { name } }))

/**
 * Sets a new password after the old one was given; every other session and unused link of the person ends. Five tries
 * a quarter of an hour, so that a browser left open is no place to guess in.
 */
export async function changePassword(system: System, person: Person, current: string, wanted: string): Promise<ProfileChange> {
  const now = system.clock.now()
  const allowance = await system.db.asOperator((tx) => takeAllowance(tx, { key: `password:${person.accountId}`, burst: 5, perMinute: 1 / 3 }, now))
  if (!allowance.allowed) return { ok: false, because: `Too many tries. Try again in ${Math.ceil(allowance.retryAfterSeconds / 60)} min.` }
  const account = await system.db.asOperator((tx) => tx.account.findUnique({ where: { tenantId_id: accountOf(person) } }))
  if (!(await verifyPassword(current, account?.passwordHash ?? null))) return { ok: false, because: 'The current password is not right.' }
  const problem = wanted === current ? 'The new password is the old one.' : passwordProblem(wanted, person.email)
  if (problem) return { ok: false, because: problem }
  const passwordHash = await hashPassword(wanted)
  await system.db.asOperator(async (tx) => {
    await tx.account.updateMany({ where: accountOf(person), data: { passwordHash } })
    await tx.session.updateMany({ where: { accountId: person.accountId, endedAt: null, idHash: { not: person.sessionHash } }, data: { endedAt: now } })
    await tx.oneTimeToken.deleteMany({ where: { accountId: person.accountId } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'account.password-changed', subject: person.email })
  })
  // The installation keeps the first administrator's password only until somebody chose another.
  if (person.tenantId === 'platform') await rm(below(system.settings.varDir, 'secrets', 'admin-password'), { force: true })
  return { ok: true }
}

/** Ends every session of the person but the one that asks, at the identity provider too; returns how many. */
export async function endOtherSessions(system: System, person: Person): Promise<number> {
  const where = { accountId: person.accountId, endedAt: null, idHash: { not: person.sessionHash } }
  const others = await system.db.asOperator((tx) => tx.session.findMany({ where, select: { idHash: true } }))
  await Promise.all(others.map(({ idHash }) => endSession(system, idHash)))
  return others.length
}
