import type { Prisma } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export interface AuditRow {
  seq: number
  at: string
  actor: string
  action: string
  subject: string
  detail: string
  reason: string | null
  hash: string
}

export interface AuditView {
  /** Tenants that have a chain, and its length. */
  chains: { tenantId: string; entries: number }[]
  tenantId: string
  rows: AuditRow[]
  matching: number
}

const rowLimit = 200

/** One tenant's chain, newest first; `search` looks in actor, action, subject and reason. */
export async function loadAudit(system: System, tenantId: string, search: string): Promise<AuditView> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const where: Prisma.AuditEntryWhereInput = {
    tenantId,
    ...(search && { OR: [{ actor: contains }, { action: contains }, { subject: contains }, { reason: contains }] }),
  }
  return system.db.asOperator(async (tx) => {
    const chains = await tx.auditEntry.groupBy({ by: ['tenantId'], _count: { _all: true }, orderBy: { tenantId: 'asc' } })
    const entries = await tx.auditEntry.findMany({ where, orderBy: { seq: 'desc' }, take: rowLimit })
    return {
      chains: chains.map((chain) => ({ tenantId: chain.tenantId, entries: chain._count._all })),
      tenantId,
      rows: entries.map(({ seq, at, actor, action, subject, detail, reason, hash }) => ({
        seq, at: at.toISOString(), actor, action, subject, detail: detail && Object.keys(detail).length > 0 ? JSON.stringify(detail) : '', reason, hash,
      })),
      matching: await tx.auditEntry.count({ where }),
    }
  })
}
