import { overdueParts } from '@/lib/admin/overdue'
import { type CertificateVerdict, checkStatement } from '@/lib/demo/certificate'
import { certificateKey } from '@/lib/demo/certificate-key'
import { type LeaseView, leaseView } from '@/lib/demo/lease-view'
import type { Tx } from '@/lib/db'
import type { System } from '@/lib/system'

export interface AttemptRow {
  part: string
  attempt: number
  purpose: 'ensure' | 'remove'
  startedAt: string
  endedAt: string | null
  outcome: string | null
}

export interface LeaseDetail {
  lease: LeaseView
  endedBy: string | null
  sessionsEndedAt: string | null
  /** When each part came up and how many tries the present purpose took. */
  ledger: Record<string, { upAt: string | null; tries: number }>
  attempts: AttemptRow[]
  overdue: string[]
  certificate: {
    issuedAt: string
    sha256: string
    keyId: string
    auditSeq: number
    tookSeconds: number | null
    verdict: CertificateVerdict
  } | null
}

export async function loadLeaseDetail(system: System, leaseId: string): Promise<LeaseDetail | null> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const lease = await tx.lease.findFirst({ where: { id: leaseId } })
    if (!lease) return null
    const parts = await tx.leasePart.findMany({ where: { leaseId } })
    const attempts = await tx.leaseAttempt.findMany({ where: { leaseId }, orderBy: [{ startedAt: 'desc' }, { attempt: 'desc' }], take: 100 })
    const hyphened = (part: string) => part.replaceAll('_', '-')
    return {
      lease: leaseView(lease, parts, attempts.filter(({ purpose }) => purpose === 'ensure').reverse(), now),
      endedBy: lease.endedBy,
      sessionsEndedAt: lease.removingAt?.toISOString() ?? null,
      ledger: Object.fromEntries(parts.map((part) => [hyphened(part.part), { upAt: part.upAt?.toISOString() ?? null, tries: part.attempts }])),
      attempts: attempts.map(({ part, attempt, purpose, startedAt, endedAt, outcome }) => ({
        part: hyphened(part),
        attempt,
        purpose: purpose as AttemptRow['purpose'],
        startedAt: startedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
        outcome,
      })),
      overdue: overdueParts(lease, parts, now).map(({ part }) => hyphened(part)),
      certificate: await certificateOf(system, tx, leaseId, lease.expiredAt),
    }
  })
}

async function certificateOf(system: System, tx: Tx, leaseId: string, expiredAt: Date | null): Promise<LeaseDetail['certificate']> {
  const found = await tx.deletionCertificate.findFirst({ where: { leaseId } })
  if (!found) return null
  const { issuedAt, sha256, keyId, auditSeq } = found
  return {
    issuedAt: issuedAt.toISOString(),
    sha256,
    keyId,
    auditSeq,
    tookSeconds: expiredAt ? (issuedAt.getTime() - expiredAt.getTime()) / 1000 : null,
    verdict: checkStatement(found, certificateKey(system.settings.varDir).publicPem),
  }
}
