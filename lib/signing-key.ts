import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { below } from '@/lib/below'

export interface SigningKey {
  /** First half of the public key's SHA-256: names the key in everything that it signs. */
  id: string
  privatePem: string
  publicPem: string
}

export const signingKeyId = (publicPem: string): string => createHash('sha256').update(publicPem).digest('hex').slice(0, 16)

/** An Ed25519 key of the platform, made at first use. Kept beside the tenant keys, outside the database. */
export function signingKey(varDir: string, name: string): SigningKey {
  const file = below(varDir, 'keys', `${name}.pem`)
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    try {
      writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // The other process was first: its key holds.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  const privatePem = readFileSync(file, 'utf8')
  const publicPem = createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }) as string
  return { id: signingKeyId(publicPem), privatePem, publicPem }
}
