import { z } from 'zod'

/**
 * MILLRACE-BACKUP-1, a line of JSON, then tar compressed with zstd; with a passphrase in frames of AES-256-GCM. The
 * manifest is the last entry: a file that was cut off has none, and is refused.
 */
export const magic = 'MILLRACE-BACKUP-1\n'
export const manifestName = 'manifest.json'
export const headSchema = z.object({ encryption: z.enum(['none', 'aes-256-gcm']), salt: z.string().optional() })

export interface EntryFacts {
  bytes: number
  sha256: string
}

/** What stands in the file: facts of whoever made it, and every entry with its hash. */
export interface Manifest<Facts> {
  facts: Facts
  entries: Record<string, EntryFacts>
}
