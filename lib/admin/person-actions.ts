import { recordAudit } from '@/lib/audit/record'
import { requireAnotherAdmin } from '@/lib/people/roles'
import type { System } from '@/lib/system'

export type PersonActionResult = { ok: true; endedSessions: number } | { ok: false; because: string }

/** Its own administrators read what was done to a tenant's people, and so do those of the platform. */
const chainsOf = (tenantId: string) => new Set(['platform', tenantId])

interface AccountKey {
  tenantId: string
  accountId: string
}

/** Ends every session and unused link of the account, and says so in the audit trail. */
export async function endSessionsOf(system: System, { tenantId, accountId }: AccountKey, actor: string): Promise<PersonActionResult> {
  const account = await system.db.asOperator((tx) => tx.account.findUnique({ where: { tenantId_id: { tenantId, id: accountId } } }))
  if (!account) return { ok: false, because: 'There is no such account.' }
  const ended = await system.identity.endSessions(accountId)
  if (!ended.ok) return { ok: false, because: ended.failure.message }
  const detail = { endedSessions: ended.value }
  await system.db.asOperator(async (tx) => {
    for (const chain of chainsOf(tenantId)) await recordAudit(tx, system.clock.now(), { tenantId: chain, actor, action: 'account.sessions-ended', subject: account.email, detail })
  })
  return { ok: true, endedSessions: ended.value }
}

/** A disabled account is refused at once, in open sessions too. Nobody disables the account they are using. */
export async function setAccountStatus(system: System, key: AccountKey, status: 'active' | 'disabled', by: { email: string; accountId: string }): Promise<PersonActionResult> {
  if (key.accountId === by.accountId && status === 'disabled') return { ok: false, because: 'You are signed in with this account. Another administrator can disable it.' }
  const where = { tenantId: key.tenantId, id: key.accountId, status: { not: status } }
  const account = await system.db.asOperator((tx) => tx.account.findFirst({ where }))
  if (!account) return { ok: false, because: `There is no such account, or it is ${status} already.` }
  if (status === 'disabled') await system.db.asOperator((tx) => requireAnotherAdmin(tx, key))
  const told = await system.identity.setEnabled(key.accountId, status === 'active')
  if (!told.ok) return { ok: false, because: `Not changed: ${told.failure.message}.` }
  const entry = { actor: by.email, action: status === 'disabled' ? 'account.disabled' : 'account.enabled', subject: account.email }
  await system.db.asOperator(async (tx) => {
    for (const tenantId of chainsOf(key.tenantId)) await recordAudit(tx, system.clock.now(), { ...entry, tenantId, detail: { old: account.status, new: status } })
  })
  return status === 'disabled' ? endSessionsOf(system, key, by.email) : { ok: true, endedSessions: 0 }
}
