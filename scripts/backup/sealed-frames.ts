import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { BadArchive } from './bad-archive'

const frameBytes = 1 << 20
const tagBytes = 16
const scrypt = { N: 1 << 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 }

export const keyOf = (passphrase: string, salt: Buffer) => scryptSync(passphrase, salt, 32, scrypt)

/** The frame's number is its nonce and whether it is the last is authenticated: frames cannot change places or be cut off. */
const nonceOf = (index: number) => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 6, 6)
  return nonce
}
const lastMark = (isLast: boolean) => Buffer.from([isLast ? 1 : 0])

/** Encrypts a stream in frames of AES-256-GCM. */
export function sealing(key: Buffer): Transform {
  return framed(frameBytes, (plain, index, isLast) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: tagBytes })
    cipher.setAAD(lastMark(isLast))
    const body = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([body, cipher.getAuthTag()])
  })
}

/** Opens what `sealing` made. @throws BadArchive in the stream */
export function opening(key: Buffer): Transform {
  return framed(frameBytes + tagBytes, (sealed, index, isLast) => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: tagBytes })
      decipher.setAAD(lastMark(isLast))
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
    } catch {
      throw new BadArchive(index === 0 ? 'The passphrase does not open this backup, or its beginning is damaged.' : 'The backup is damaged or was cut off. Use another copy of it.')
    }
  })
}

/** Cuts a stream into frames of `size`; the last may be shorter, and is known as such. */
function framed(size: number, work: (frame: Buffer, index: number, isLast: boolean) => Buffer): Transform {
  let held = Buffer.alloc(0)
  let index = 0
  const attempt = (done: TransformCallback, run: () => void) => {
    try {
      run()
    } catch (error) {
      return done(error as Error)
    }
    done()
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      attempt(done, () => {
        held = Buffer.concat([held, chunk])
        // The last is told at the end only: one whole frame stays behind.
        while (held.length > size) {
          this.push(work(held.subarray(0, size), index++, false))
          held = held.subarray(size)
        }
      })
    },
    flush(done) {
      attempt(done, () => this.push(work(held, index, true)))
    },
  })
}
