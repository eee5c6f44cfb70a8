import type { Outcome } from '@/lib/adapters/outcome'

export interface StoredObject {
  path: string
  bytes: number
  storedAt: Date
}

/** Files of a tenant. A space carries the lease's or tenant's name; nothing in one space reaches another. */
export interface Objects {
  ensureSpace(space: string): Promise<Outcome>
  /** Writes or replaces; a reader sees the old object or the new one, never a part. */
  put(space: string, path: string, body: Buffer): Promise<Outcome>
  get(space: string, path: string): Promise<Outcome<Buffer>>
  list(space: string): Promise<Outcome<StoredObject[]>>
  /** An address that a browser can open for `seconds` without signing in. */
  presign(space: string, path: string, seconds: number): Promise<Outcome<string>>
  removeSpace(space: string): Promise<Outcome>
  listSpaces(prefix: string): Promise<Outcome<string[]>>
}
