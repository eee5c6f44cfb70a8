import type { z } from 'zod'
import { verifyCertificate } from '@/lib/api/verify-certificate'

export type PastedCertificate = { ok: true; signed: z.output<typeof verifyCertificate.input> } | { ok: false; message: string }

/** Reads what somebody pasted: the JSON of a certificate, whole or only its three signed fields. */
export function readPastedCertificate(text: string): PastedCertificate {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, message: 'Paste the JSON of the certificate, from the first brace to the last.' }
  }
  const parsed = verifyCertificate.input.safeParse(value)
  if (parsed.success) return { ok: true, signed: parsed.data }
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole'))]
  return { ok: false, message: `A certificate has the fields statement, sha256 and signature. Not readable: ${fields.join(', ')}.` }
}
