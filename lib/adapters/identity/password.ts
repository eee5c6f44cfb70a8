import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

interface Cost {
  n: number
  r: number
  p: number
}

/** OWASP's scrypt recommendation for passwords that people choose: 64 MiB. */
const chosenByPeople: Cost = { n: 2 ** 16, r: 8, p: 2 }
/** A generated password of 120 bits cannot be guessed at any cost; 1 MiB keeps twenty sign-ups at once quick. */
const generated: Cost = { n: 2 ** 10, r: 8, p: 1 }

const derive = (password: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

/** `scrypt$N$r$p$salt$key`, so that the cost can be raised without losing anyone. */
export async function hashPassword(password: string, origin: 'chosen' | 'generated' = 'chosen'): Promise<string> {
  const cost = origin === 'generated' ? generated : chosenByPeople
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.n, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Constant time in the password; false for a hash of unknown form. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, n, r, p, salt, key] = (stored ?? decoy).split('$')
  if (scheme !== 'scrypt' || !salt || !key) return false
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { n: Number(n), r: Number(r), p: Number(p) })
  return timingSafeEqual(actual, expected) && stored !== null
}

// For an unknown address the same work is done, so that its answer takes as long.
const decoy = `scrypt$65536$8$2$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(32).toString('base64url')}`

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * Five groups of five letters out of 31: 123 bits, readable aloud. The same secret and subject always give the same
 * password, so that a step which runs twice sets what the mail already says and nothing has to be kept in between.
 */
export function derivePassword(secret: string, subject: string): string {
  const letters: string[] = []
  for (let block = 0; letters.length < 25; block++) {
    for (const byte of createHmac('sha256', secret).update(`${subject}\n${block}`).digest()) {
      if (byte < 248 && letters.length < 25) letters.push(alphabet[byte % 31]!)
    }
  }
  return [0, 5, 10, 15, 20].map((i) => letters.slice(i, i + 5).join('')).join('-')
}
