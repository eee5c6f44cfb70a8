import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '@/lib/audit/canonical-json'
import { editions } from '@/lib/licence/edition'

const day = z.iso.date()

const statementSchema = z.object({
  kind: z.literal('millrace.licence.v1'),
  id: z.string().regex(/^lic_[\w-]{8,40}$/),
  tenantId: z.string().min(1).max(80),
  customer: z.string().min(1).max(200),
  edition: z.enum(editions),
  trial: z.boolean(),
  /** Both days count, UTC. */
  validFrom: day,
  validUntil: day,
  /** Days after the last in which everything still works. */
  graceDays: z.int().min(0).max(90),
  issuedAt: z.iso.datetime(),
  issuedBy: z.string().max(320),
})

export type LicenceStatement = z.output<typeof statementSchema>

const fileSchema = z.object({
  /** Canonical JSON, as text: what the signature covers, byte for byte. */
  licence: z.string().max(4000),
  /** First half of the public key's SHA-256. */
  keyId: z.string().max(64),
  /** Ed25519 over the UTF-8 bytes of `licence`, base64. */
  signature: z.string().max(200),
})

/** A public key that licences may be signed with. */
export interface TrustedKey {
  id: string
  publicPem: string
}

/** The file as it is sent to the customer: JSON, indented for people. */
export function writeLicenceFile(statement: LicenceStatement, key: { id: string; privatePem: string }): string {
  const licence = canonicalJson(statement)
  const signature = sign(null, Buffer.from(licence), createPrivateKey(key.privatePem)).toString('base64')
  return `${JSON.stringify({ licence, keyId: key.id, signature }, null, 2)}\n`
}

export type ReadLicence = { ok: true; statement: LicenceStatement } | { ok: false; because: 'not-a-licence' | 'unknown-key' | 'forged'; message: string }

const refuse = (because: 'not-a-licence' | 'unknown-key' | 'forged', message: string) => ({ ok: false as const, because, message })

/** Offline: nobody is asked. The signature is checked before a word of the statement is believed. */
export function readLicenceFile(text: string, trusted: TrustedKey[]): ReadLicence {
  const file = fileSchema.safeParse(parse(text))
  if (!file.success) return refuse('not-a-licence', 'This is not a licence file. It is JSON with licence, keyId and signature; take it unchanged from the mail that brought it.')
  const key = trusted.find(({ id }) => id === file.data.keyId)
  if (!key) return refuse('unknown-key', `It is signed with the key ${file.data.keyId}, which this installation does not trust. Put its public key into keys/licence-trusted, or ask for a licence of this installation.`)
  if (!verify(null, Buffer.from(file.data.licence), createPublicKey(key.publicPem), Buffer.from(file.data.signature, 'base64'))) {
    return refuse('forged', 'The signature does not fit: the file was changed after it was signed. Ask for it again; nothing of it is used.')
  }
  const statement = statementSchema.safeParse(parse(file.data.licence))
  if (!statement.success) return refuse('not-a-licence', 'It is signed, but this version of the product cannot read it. Update the product.')
  return { ok: true, statement: statement.data }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
