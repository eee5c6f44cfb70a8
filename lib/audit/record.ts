import { chainStart, hashEntry } from '@/lib/audit/chain'
import type { Tx } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'

export interface AuditFact {
  tenantId: string
  actor: string
  action: string
  subject: string
  detail?: Prisma.InputJsonObject
  reason?: string
}

/** Appends to the tenant's chain in the caller's transaction; returns its place. Writers of one chain wait for each other. */
export async function recordAudit(tx: Tx, at: Date, fact: AuditFact): Promise<{ seq: number; hash: string }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('audit'), hashtext(${fact.tenantId}))`
  const last = await tx.auditEntry.findFirst({ where: { tenantId: fact.tenantId }, orderBy: { seq: 'desc' } })
  const entry = {
    tenantId: fact.tenantId,
    seq: (last?.seq ?? 0) + 1,
    at,
    actor: fact.actor,
    action: fact.action,
    subject: fact.subject,
    detail: fact.detail ?? {},
    reason: fact.reason ?? null,
    previousHash: last?.hash ?? chainStart,
  }
  const hash = hashEntry(entry)
  await tx.auditEntry.create({ data: { ...entry, hash } })
  return { seq: entry.seq, hash }
}
