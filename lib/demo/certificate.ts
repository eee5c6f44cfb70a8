import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { canonicalJson } from '@/lib/audit/canonical-json'

/** What the certificate says. The signature covers its canonical JSON. */
export interface DeletionStatement {
  kind: 'millrace.deletion-certificate.v1'
  /** Name of the lease, or slug of the tenant. */
  lease: string
  /** Left out for a demo lease. */
  subject?: 'tenant'
  readyAt: string | null
  deadlineAt: string | null
  sessionsEndedAt: string
  keyDestroyedAt: string
  goneAt: string
  /** Per part: the system that held it, when it was removed, and what that system listed afterwards. */
  parts: { part: string; system: string; removedAt: string; listedAfter: number }[]
  /** What the law keeps. Left out when that is nothing. */
  kept?: { what: string; count: number; until: string; because: string }[]
}

export interface SignedStatement {
  statement: string
  sha256: string
  signature: string
}

/** Ed25519 over the UTF-8 bytes of the canonical JSON. */
export function signStatement(statement: DeletionStatement, privateKeyPem: string): SignedStatement {
  const text = canonicalJson(statement)
  return {
    statement: text,
    sha256: createHash('sha256').update(text).digest('hex'),
    signature: sign(null, Buffer.from(text), createPrivateKey(privateKeyPem)).toString('base64'),
  }
}

export type CertificateVerdict = { holds: true } | { holds: false; because: 'hash' | 'signature' }

export function checkStatement(signed: SignedStatement, publicKeyPem: string): CertificateVerdict {
  if (createHash('sha256').update(signed.statement).digest('hex') !== signed.sha256) return { holds: false, because: 'hash' }
  const key = createPublicKey(publicKeyPem)
  const holds = verify(null, Buffer.from(signed.statement), key, Buffer.from(signed.signature, 'base64'))
  return holds ? { holds: true } : { holds: false, because: 'signature' }
}
