import type { Prisma } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export interface AuditFilter {
  /** In who, what, which and why. */
  search: string
  actor: string
  action: string
  /** Inclusive, and exclusive. */
  from: Date | null
  until: Date | null
  /** Entries before this one: the next page. */
  before: number | null
}

export interface AuditFound {
  seq: number
  at: string
  actor: string
  action: string
  subject: string
  /** As it was and as it is, where the entry says both. */
  old: string
  new: string
  /** Everything else that it says. */
  detail: string
  reason: string | null
  hash: string
}

export interface AuditSearch {
  rows: AuditFound[]
  next: number | null
  actions: string[]
}

export const auditPageRows = 100

/** One tenant's trail, the newest first, a page at a time. */
export function searchAudit(system: System, tenantId: string, filter: AuditFilter, take = auditPageRows): Promise<AuditSearch> {
  return system.db.inTenant(tenantId, async (tx) => {
    const entries = await tx.auditEntry.findMany({ where: whereOf(filter), orderBy: { seq: 'desc' }, take: take + 1 })
    const actions = await tx.auditEntry.findMany({ distinct: ['action'], select: { action: true }, orderBy: { action: 'asc' } })
    const rows = entries.slice(0, take).map(({ seq, at, actor, action, subject, detail, reason, hash }) => ({ seq, at: at.toISOString(), actor, action, subject, reason, hash, ...changeIn(detail) }))
    return { rows, next: entries.length > take ? rows.at(-1)!.seq : null, actions: actions.map((row) => row.action) }
  })
}

function whereOf({ search, actor, action, from, until, before }: AuditFilter): Prisma.AuditEntryWhereInput {
  const contains = { contains: search, mode: 'insensitive' as const }
  return {
    ...(search && { OR: [{ actor: contains }, { action: contains }, { subject: contains }, { reason: contains }] }),
    ...(actor && { actor: { contains: actor, mode: 'insensitive' as const } }),
    ...(action && { action }),
    ...((from || until) && { at: { ...(from && { gte: from }), ...(until && { lt: until }) } }),
    ...(before && { seq: { lt: before } }),
  }
}

/** Tenants that have a trail, and its length. */
export const listChains = (system: System): Promise<{ tenantId: string; entries: number }[]> =>
  system.db.asOperator(async (tx) => {
    const chains = await tx.auditEntry.groupBy({ by: ['tenantId'], _count: { _all: true }, orderBy: { tenantId: 'asc' } })
    return chains.map(({ tenantId, _count }) => ({ tenantId, entries: _count._all }))
  })

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value))

/** Entries say a change as old and new, or as from and to. */
export function changeIn(detail: unknown): { old: string; new: string; detail: string } {
  const { old, new: now, from, to, ...rest } = (detail ?? {}) as Record<string, unknown>
  return { old: textOf(old ?? from), new: textOf(now ?? to), detail: Object.keys(rest).length > 0 ? JSON.stringify(rest) : '' }
}
