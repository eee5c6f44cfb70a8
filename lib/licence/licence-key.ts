import { createPublicKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { below } from '@/lib/below'
import type { TrustedKey } from '@/lib/licence/licence-file'
import { type SigningKey, signingKey, signingKeyId } from '@/lib/signing-key'

/** With which this installation issues licences; made at the first. */
export const licenceKey = (varDir: string): SigningKey => signingKey(varDir, 'licence')

/**
 * Keys whose licences are taken: this installation's own, and every public key in `keys/licence-trusted`, for an
 * installation on a customer's machines, whose licences are issued elsewhere.
 */
export function trustedLicenceKeys(varDir: string): TrustedKey[] {
  const { id, publicPem } = licenceKey(varDir)
  return [{ id, publicPem }, ...othersIn(below(varDir, 'keys', 'licence-trusted'))]
}

function othersIn(folder: string): TrustedKey[] {
  const names = ignoreMissing(() => readdirSync(folder)) ?? []
  return names.filter((name) => name.endsWith('.pem')).map((name) => {
    const publicPem = createPublicKey(readFileSync(below(folder, name), 'utf8')).export({ type: 'spki', format: 'pem' }) as string
    return { id: signingKeyId(publicPem), publicPem }
  })
}

function ignoreMissing<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}
