import type { Outcome } from '@/lib/adapters/outcome'

/**
 * Keeps one key-encryption key per tenant and never gives it out. What was wrapped under a key that is destroyed can
 * not be unwrapped by anyone: destroying is deletion.
 */
export interface Keys {
  /** Makes the key if there is none; an existing one stays as it is. */
  ensureKey(name: string): Promise<Outcome>
  /** Wraps under the newest version. Refused when there is no such key. */
  wrap(name: string, plain: Buffer): Promise<Outcome<Buffer>>
  /** Unwraps under the version that wrapped it. Refused when the key is destroyed or the bytes were changed. */
  unwrap(name: string, wrapped: Buffer): Promise<Outcome<Buffer>>
  /** Adds a version; what earlier versions wrapped stays readable. */
  rotate(name: string): Promise<Outcome>
  /** Destroys every version. Destroying what is not there succeeds. */
  destroy(name: string): Promise<Outcome>
  listKeys(prefix: string): Promise<Outcome<string[]>>
}
