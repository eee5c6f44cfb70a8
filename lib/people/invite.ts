import { randomBytes, randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { hashToken } from '@/lib/auth/token'
import type { Tx } from '@/lib/db'
import { Refusal } from '@/lib/http/problem'
import { requireRoomFor } from '@/lib/licence/require-licensed'
import { postMail } from '@/lib/mail/post-mail'
import { checkPlace, giveRoleIn } from '@/lib/people/roles'
import { roleWords, type TenantRole } from '@/lib/people/role-words'
import type { System } from '@/lib/system'

export interface Invited {
  email: string
  name: string
  role: TenantRole
  /** Empty: the whole tenant. */
  nodeId: string
}

const inviteDays = 7

/**
 * Mails a link that works once, for seven days, for this address. Somebody who has an account here gets the role at once.
 * A second invitation of the same address replaces the first, whose link is dead then.
 * @throws Refusal 402 when the licence has no room, 409 when the address belongs to another tenant, 422 for a place that is not there.
 */
export const invitePerson = (system: System, tenantId: string, invited: Invited, actor: string): Promise<'invited' | 'given'> =>
  system.db.asOperator((tx) => invitePersonIn(system, tx, tenantId, invited, actor))

/** As `invitePerson`, in the caller's transaction: all of a file or none. */
export async function invitePersonIn(system: System, tx: Tx, tenantId: string, invited: Invited, actor: string): Promise<'invited' | 'given'> {
  const now = system.clock.now()
  const email = invited.email.trim().toLowerCase()
  const holder = await tx.account.findUnique({ where: { email } })
  if (holder && holder.tenantId !== tenantId) throw new Refusal(409, 'Belongs to another', `${email} has an account in another tenant. A person belongs to one: use another address.`)
  if (holder) {
    await giveRoleIn(tx, now, { tenantId, accountId: holder.id, role: invited.role, nodeId: invited.nodeId }, actor)
    return 'given'
  }
  await requireRoomFor(system, tx, tenantId, 'users')
  await writeInvitation(tx, now, tenantId, { ...invited, email }, actor)
  return 'invited'
}

async function writeInvitation(tx: Tx, now: Date, tenantId: string, { email, name, role, nodeId }: Invited, actor: string): Promise<void> {
  await checkPlace(tx, tenantId, nodeId)
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const place = nodeId ? (await tx.plantNode.findFirstOrThrow({ where: { tenantId, id: nodeId } })).name : 'the whole plant'
  await tx.invitation.updateMany({ where: { tenantId, email, acceptedAt: null, withdrawnAt: null }, data: { withdrawnAt: now } })
  const [id, token] = [randomUUID(), randomBytes(24).toString('base64url')]
  const expiresAt = new Date(now.getTime() + inviteDays * 86_400_000)
  await tx.invitation.create({ data: { tenantId, id, email, name: name.trim() || email.split('@')[0]!, role, nodeId, tokenHash: hashToken(token), invitedBy: actor, createdAt: now, expiresAt } })
  const props = { token, tenant: tenant.name, inviter: actor, role: roleWords[role], place }
  await postMail(tx, now, { id: `invitation-${id}`, template: 'invitation', to: email, props })
  await recordAudit(tx, now, { tenantId, actor, action: 'person.invited', subject: email, detail: { role, place: nodeId || 'whole tenant', expiresAt: expiresAt.toISOString() } })
}

/** The link is dead at once. @throws Refusal 409 when it was used meanwhile. */
export async function withdrawInvitation(system: System, tenantId: string, id: string, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.inTenant(tenantId, async (tx) => {
    const { count } = await tx.invitation.updateMany({ where: { id, acceptedAt: null, withdrawnAt: null }, data: { withdrawnAt: now } })
    if (count === 0) throw new Refusal(409, 'Not open', 'This invitation was used or withdrawn already.')
    const { email } = await tx.invitation.findFirstOrThrow({ where: { id } })
    await recordAudit(tx, now, { tenantId, actor, action: 'invitation.withdrawn', subject: email })
  })
}
