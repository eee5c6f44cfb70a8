import { randomBytes } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { hashToken, issueToken } from '@/lib/auth/token'
import type { Invitation } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { requireRoomFor } from '@/lib/licence/require-licensed'
import { passwordProblem } from '@/lib/people/password-rule'
import { roleWords } from '@/lib/people/role-words'
import type { System } from '@/lib/system'
import { isClosed } from '@/lib/tenancy/tenant-life'

/** So many wrong addresses, and the link is dead: it is in the hands of somebody it was not meant for. */
const mostWrongAddresses = 5

export type InvitationView =
  | { state: 'open'; tenant: string; invitedBy: string; /** "p•••@plant.example" */ sentTo: string; role: string; place: string; expiresAt: string }
  | { state: 'used' | 'expired' | 'withdrawn' | 'unknown' | 'closed' }

const stateOf = (invitation: Invitation | null, now: Date): 'open' | 'used' | 'expired' | 'withdrawn' | 'unknown' => {
  if (!invitation) return 'unknown'
  if (invitation.acceptedAt) return 'used'
  if (invitation.withdrawnAt || invitation.wrongAddresses >= mostWrongAddresses) return 'withdrawn'
  return invitation.expiresAt <= now ? 'expired' : 'open'
}

const masked = (email: string) => `${email[0]}•••@${email.split('@')[1]}`

/** What stands on the page of a link, whoever opens it. Opening it uses nothing up. */
export function findInvitation(system: System, token: string): Promise<InvitationView> {
  return system.db.asOperator(async (tx) => {
    const invitation = await tx.invitation.findUnique({ where: { tokenHash: hashToken(token) } })
    const state = stateOf(invitation, system.clock.now())
    if (state !== 'open' || !invitation) return { state: state === 'open' ? 'unknown' : state }
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: invitation.tenantId } })
    if (isClosed(tenant)) return { state: 'closed' }
    const node = invitation.nodeId ? await tx.plantNode.findFirst({ where: { tenantId: invitation.tenantId, id: invitation.nodeId } }) : null
    return {
      state, tenant: tenant.name, invitedBy: invitation.invitedBy, sentTo: masked(invitation.email),
      role: roleWords[invitation.role], place: node?.name ?? 'the whole plant', expiresAt: invitation.expiresAt.toISOString(),
    }
  })
}

export interface Acceptance {
  token: string
  /** Typed by whoever opened the link: the one it was sent to, or it is not theirs. */
  email: string
  name: string
  password: string
}

const refusals: Record<Exclude<ReturnType<typeof stateOf>, 'open'>, string> = {
  used: 'This invitation has been used: it works once. Sign in with the address it was sent to.',
  expired: 'This invitation has expired. Ask whoever invited you for a new one.',
  withdrawn: 'This invitation does not hold any more. Ask whoever invited you for a new one.',
  unknown: 'This link is no invitation, or not the whole of it. Open it from the mail again.',
}

/**
 * Makes the account of the invited address with the role it was invited to; answers a token that signs in once. Of two
 * at once one wins. @throws Refusal 402 when the licence has no room, 403 for another address, 409 for a link that holds no more, 422 for a weak password.
 */
export async function acceptInvitation(system: System, { token, email, name, password }: Acceptance): Promise<string> {
  const now = system.clock.now()
  const found = await system.db.asOperator((tx) => tx.invitation.findUnique({ where: { tokenHash: hashToken(token) } }))
  const state = stateOf(found, now)
  if (state !== 'open' || !found) throw new Refusal(409, 'Not open', refusals[state === 'open' ? 'unknown' : state])
  if (email.trim().toLowerCase() !== found.email) return refuseAddress(system, found)
  const problem = passwordProblem(password, found.email)
  if (problem) throw new Refusal(422, 'Not valid', problem)
  const { tenantId } = found
  // Counted again: others may have come in between the invitation and now.
  await system.db.asOperator((tx) => requireRoomFor(system, tx, tenantId, 'users'))
  const claimed = await system.db.asOperator((tx) => tx.invitation.updateMany({ where: { tenantId, id: found.id, acceptedAt: null, withdrawnAt: null }, data: { acceptedAt: now } }))
  if (claimed.count === 0) throw new Refusal(409, 'Not open', refusals.used)
  const accountId = `p-${randomBytes(8).toString('hex')}`
  const made = await system.identity.ensureUser({ name: accountId, tenantId, email: found.email, displayName: name.trim() || found.name, groups: [], password })
  if (!made.ok) {
    // Nothing was made: the link goes on working.
    await system.db.asOperator((tx) => tx.invitation.updateMany({ where: { tenantId, id: found.id }, data: { acceptedAt: null } }))
    throw new Refusal(409, 'Not made', made.failure.kind === 'refused' ? 'This address has an account already. Sign in with it.' : 'The account could not be made now. Nothing was used up; try again in a minute.')
  }
  return system.db.asOperator(async (tx) => {
    await tx.roleGrant.createMany({ data: [{ tenantId, accountId, role: found.role, nodeId: found.nodeId, grantedAt: now }], skipDuplicates: true })
    await recordAudit(tx, now, { tenantId, actor: found.email, action: 'invitation.accepted', subject: found.email, detail: { role: found.role, place: found.nodeId || 'whole tenant', invitedBy: found.invitedBy } })
    return issueToken(tx, { tenantId, accountId, purpose: 'sign-in', expiresAt: new Date(now.getTime() + 5 * 60_000) })
  })
}

async function refuseAddress(system: System, { tenantId, id, email }: Invitation): Promise<never> {
  await system.db.asOperator(async (tx) => {
    const { wrongAddresses } = await tx.invitation.update({ where: { tenantId_id: { tenantId, id } }, data: { wrongAddresses: { increment: 1 } } })
    if (wrongAddresses === mostWrongAddresses) await recordAudit(tx, system.clock.now(), { tenantId, actor: 'somebody with the link', action: 'invitation.forwarded', subject: email, detail: { wrongAddresses } })
  })
  throw new Refusal(403, 'Not yours', `This invitation was sent to another address. It opens for ${masked(email)} alone: ask for one of your own.`)
}
