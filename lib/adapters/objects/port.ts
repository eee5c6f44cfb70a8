import type { Outcome } from '@/lib/adapters/outcome'

export interface StoredObject {
  path: string
  bytes: number
  storedAt: Date
}

/** A key that opens one space and nothing else. */
export interface SpaceKey {
  accessKeyId: string
  secretAccessKey: string
}

/** With what a notebook or a person's own tool reaches a space over S3. */
export interface SpaceAccess extends SpaceKey {
  endpoint: string
  region: string
  bucket: string
}

/** Files of a tenant. A space carries the lease's or tenant's name; nothing in one space reaches another. */
export interface Objects {
  /** Answers in words how it is kept. */
  ensureSpace(space: string): Promise<Outcome<string>>
  /** Writes or replaces; a reader sees the old object or the new one, never a part. */
  put(space: string, path: string, body: Buffer): Promise<Outcome>
  get(space: string, path: string): Promise<Outcome<Buffer>>
  list(space: string): Promise<Outcome<StoredObject[]>>
  /** Removing what is not there succeeds. */
  remove(space: string, path: string): Promise<Outcome>
  /** A file of this machine that holds exactly the object's bytes, to be opened and never written; null where there is none. */
  fileOf(space: string, path: string): Promise<Outcome<string | null>>
  /** Removes what writes before then left half-written, of processes that were killed; done where the store itself does. */
  dropUnfinished(space: string, before: Date): Promise<Outcome>
  /** An address that a browser can open for `seconds` without signing in. */
  presign(space: string, path: string, seconds: number): Promise<Outcome<string>>
  /** An address to which a browser can PUT that object for `seconds`. */
  presignUpload(space: string, path: string, seconds: number): Promise<Outcome<string>>
  /** The space's own credentials; null where the store has none to give. Makes the space when it is not there. */
  access(space: string): Promise<Outcome<SpaceAccess | null>>
  /** Answers once nothing is left: no version, no unfinished upload, no key. */
  removeSpace(space: string): Promise<Outcome>
  /** Every name of which the store holds anything, a key without a space included; sorted. */
  listSpaces(prefix: string): Promise<Outcome<string[]>>
}

/** Where keys of spaces are kept; the store itself shows a secret once only. */
export interface CredentialStore {
  find(space: string): Promise<Outcome<SpaceKey | null>>
  /** Keeps it unless there is one already (other than `instead`). @returns the one that counts. */
  keep(space: string, key: SpaceKey, instead?: string): Promise<Outcome<SpaceKey>>
  forget(space: string): Promise<Outcome>
}
