import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { signingKeyFile } from '@/lib/signing-key-file'

export interface SigningKey {
  /** First half of the public key's SHA-256: names the key in everything that it signs. */
  id: string
  privatePem: string
  publicPem: string
}

export const signingKeyId = (publicPem: string): string => createHash('sha256').update(publicPem).digest('hex').slice(0, 16)

/** An Ed25519 key of the platform. */
export function signingKey(varDir: string, name: string): SigningKey {
  const privatePem = signingKeyFile(varDir, `${name}.pem`, () => generateKeyPairSync('ed25519').privateKey)
  const publicPem = createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }) as string
  return { id: signingKeyId(publicPem), privatePem, publicPem }
}
