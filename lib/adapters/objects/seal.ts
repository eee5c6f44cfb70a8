import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'

const gcm = { authTagLength: 16 }

/** What a sealed body is longer than the plain one: iv and tag. */
export const sealBytes = 28

/** AES-256-GCM: iv, tag, body. */
export function seal(key: Buffer, body: Buffer): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv, gcm)
  const sealed = Buffer.concat([cipher.update(body), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** Refused when the bytes were changed or written under another key. */
export function unseal(key: Buffer, sealed: Buffer): Outcome<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), gcm)
    decipher.setAuthTag(sealed.subarray(12, 28))
    return done(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]))
  } catch {
    return failed('refused', 'the object was changed or was written under another key')
  }
}
