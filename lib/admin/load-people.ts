import type { Prisma } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export interface PersonRow {
  tenantId: string
  tenantName: string
  accountId: string
  name: string
  email: string
  /** With the place when a role is held on a part of the plant only. */
  roles: { role: string; place: string }[]
  status: 'active' | 'disabled'
  lockedUntil: string | null
  lastSeenAt: string | null
  openSessions: number
}

const rowLimit = 500

/** Accounts of all tenants whose name, address or tenant contains `search`, last seen first. */
export async function loadPeople(system: System, search: string): Promise<{ rows: PersonRow[]; matching: number }> {
  const now = system.clock.now()
  const contains = { contains: search, mode: 'insensitive' as const }
  const where: Prisma.AccountWhereInput = search ? { OR: [{ email: contains }, { name: contains }, { tenantId: contains }] } : {}
  return system.db.asOperator(async (tx) => {
    const accounts = await tx.account.findMany({ where, orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'desc' }], take: rowLimit })
    const ids = accounts.map((account) => account.id)
    const roles = await tx.roleGrant.findMany({ where: { accountId: { in: ids } } })
    const sessions = await tx.session.groupBy({ by: ['accountId'], where: { accountId: { in: ids }, endedAt: null, expiresAt: { gt: now } }, _count: { _all: true } })
    const tenants = await tx.tenant.findMany({ where: { id: { in: accounts.map((account) => account.tenantId) } }, select: { id: true, name: true } })
    const rows = accounts.map((account): PersonRow => ({
      tenantId: account.tenantId,
      tenantName: tenants.find((tenant) => tenant.id === account.tenantId)?.name ?? account.tenantId,
      accountId: account.id,
      name: account.name,
      email: account.email,
      roles: roles.filter((role) => role.accountId === account.id && role.tenantId === account.tenantId).map(({ role, nodeId }) => ({ role: role.replaceAll('_', '-'), place: nodeId })),
      status: account.status,
      lockedUntil: account.lockedUntil && account.lockedUntil > now ? account.lockedUntil.toISOString() : null,
      lastSeenAt: account.lastSeenAt?.toISOString() ?? null,
      openSessions: sessions.find((row) => row.accountId === account.id)?._count._all ?? 0,
    }))
    return { rows, matching: await tx.account.count({ where }) }
  })
}
