import type { Role } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export interface InvitationRow {
  id: string
  email: string
  role: Role
  place: string
  invitedBy: string
  createdAt: string
  expiresAt: string
}

const mostShown = 200

/** Invitations that nobody has accepted yet, expired ones too; the newest first. */
export function listInvitations(system: System, tenantId: string): Promise<InvitationRow[]> {
  return system.db.inTenant(tenantId, async (tx) => {
    const rows = await tx.invitation.findMany({ where: { acceptedAt: null, withdrawnAt: null }, orderBy: { createdAt: 'desc' }, take: mostShown })
    const nodes = await tx.plantNode.findMany({ where: { id: { in: rows.map(({ nodeId }) => nodeId) } }, select: { id: true, name: true } })
    return rows.map(({ id, email, role, nodeId, invitedBy, createdAt, expiresAt }) => ({
      id, email, role, invitedBy,
      place: nodeId ? (nodes.find((node) => node.id === nodeId)?.name ?? `${nodeId} (gone)`) : 'whole plant',
      createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(),
    }))
  })
}
