import { recordAudit } from '@/lib/audit/record'
import { keptBillsOf } from '@/lib/billing/kept-invoices'
import { type DeletionStatement, signStatement } from '@/lib/demo/certificate'
import { certificateKey } from '@/lib/demo/certificate-key'
import { partFacts, partList } from '@/lib/demo/part-list'
import type { Tx } from '@/lib/db'
import type { Lease, LeasePart } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** Signs what the ledger says after the last LIST, and chains it into the platform's audit trail. Once per lease. */
export async function issueCertificate(system: System, tx: Tx, lease: Lease, now: Date) {
  if (await tx.deletionCertificate.findFirst({ where: { leaseId: lease.id } })) return
  const parts = await tx.leasePart.findMany({ where: { leaseId: lease.id } })
  await certify(system, tx, lease.id, { ...statementOf(lease, parts), ...(await keptBillsOf(system, tx, lease.name, now)) }, now)
}

/** Signs the statement under this id, and chains it into the platform's audit trail. */
export async function certify(system: System, tx: Tx, id: string, statement: DeletionStatement, now: Date): Promise<void> {
  const key = certificateKey(system.settings.varDir)
  const signed = signStatement(statement, key.privatePem)
  const entry = await recordAudit(tx, now, {
    tenantId: 'platform',
    actor: 'reconciler',
    action: 'certificate.issued',
    subject: statement.lease,
    detail: { sha256: signed.sha256, keyId: key.id, certificate: id },
  })
  await tx.deletionCertificate.create({ data: { id, leaseId: id, issuedAt: now, keyId: key.id, auditSeq: entry.seq, ...signed } })
}

function statementOf(lease: Lease, parts: LeasePart[]): DeletionStatement {
  const at = (date: Date | null | undefined) => date?.toISOString() ?? ''
  const byPart = new Map(parts.map((part) => [part.part, part]))
  return {
    kind: 'millrace.deletion-certificate.v1',
    lease: lease.name,
    readyAt: lease.readyAt?.toISOString() ?? null,
    deadlineAt: lease.deadlineAt?.toISOString() ?? null,
    sessionsEndedAt: at(lease.removingAt),
    keyDestroyedAt: at(byPart.get('data_key')?.removedAt),
    goneAt: at(lease.goneAt),
    parts: partList.map(({ part, label }) => {
      const entry = byPart.get(part)
      return { part: label, system: partFacts(part).holds, removedAt: at(entry?.removedAt), listedAfter: entry?.listedAfter ?? -1 }
    }),
  }
}
