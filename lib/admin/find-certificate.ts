import type { CertificateDocument } from '@/lib/api/read-certificate'
import { checkStatement, type CertificateVerdict, type DeletionStatement } from '@/lib/demo/certificate'
import { certificateKey } from '@/lib/demo/certificate-key'
import type { System } from '@/lib/system'

export interface FoundCertificate {
  document: CertificateDocument
  statement: DeletionStatement
  /** Checked now, against this installation's key. */
  verdict: CertificateVerdict
  /** The entry of the audit trail says the same hash. */
  chained: boolean
}

/** Certificates of tenants, the newest first. */
export const listTenantCertificates = (system: System): Promise<{ id: string; tenant: string; issuedAt: Date }[]> =>
  system.db.asOperator(async (tx) => {
    const rows = await tx.deletionCertificate.findMany({ where: { statement: { contains: '"subject":"tenant"' } }, orderBy: { issuedAt: 'desc' }, take: 200 })
    return rows.map(({ id, issuedAt, statement }) => ({ id, issuedAt, tenant: (JSON.parse(statement) as DeletionStatement).lease }))
  })

/** The lease of this id is on its way out; its certificate comes. */
export const isBeingRemoved = (system: System, id: string): Promise<boolean> =>
  system.db.asOperator(async (tx) => Boolean(await tx.lease.findFirst({ where: { id, state: { in: ['expired', 'removing'] } }, select: { id: true } })))

export async function findCertificate(system: System, id: string): Promise<FoundCertificate | null> {
  const key = certificateKey(system.settings.varDir)
  const found = await system.db.asOperator(async (tx) => {
    const certificate = await tx.deletionCertificate.findFirst({ where: { id } })
    if (!certificate) return null
    const entry = await tx.auditEntry.findUnique({ where: { tenantId_seq: { tenantId: 'platform', seq: certificate.auditSeq } } })
    return { certificate, entry }
  })
  if (!found) return null
  const { certificate, entry } = found
  const { issuedAt, statement, sha256, keyId, signature, auditSeq } = certificate
  const recorded = (entry?.detail ?? {}) as { sha256?: string }
  return {
    document: { id, issuedAt: issuedAt.toISOString(), statement, sha256, algorithm: 'Ed25519', keyId, signature, auditSeq, publicKeyPem: key.publicPem },
    statement: JSON.parse(statement) as DeletionStatement,
    verdict: checkStatement(certificate, key.publicPem),
    chained: entry?.action === 'certificate.issued' && recorded.sha256 === sha256,
  }
}
