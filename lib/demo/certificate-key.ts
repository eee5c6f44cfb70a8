import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { signingKeyFile } from '@/lib/signing-key-file'

export interface CertificateKey {
  /** First half of the public key's SHA-256: names the key in every certificate. */
  id: string
  privatePem: string
  publicPem: string
}

/** The platform's signing key. */
export function certificateKey(varDir: string): CertificateKey {
  const privatePem = signingKeyFile(varDir, 'certificate.pem', () => generateKeyPairSync('ed25519').privateKey)
  const publicPem = createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }) as string
  return { id: createHash('sha256').update(publicPem).digest('hex').slice(0, 16), privatePem, publicPem }
}
