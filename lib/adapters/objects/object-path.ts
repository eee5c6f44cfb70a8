import { failed } from '@/lib/adapters/outcome'
import { quoted } from '@/lib/adapters/resource-name'

/** A half-written object; lies beside the one it becomes. */
export const isDraft = (file: string): boolean => /^\.[0-9a-f]{16}\.part$/.test(file)

/** Open tables (`lib/lake/tables`), which any program reads. */
export const tablesFolder = 'tables/'

/** What lies as it was written, so that it can be opened in place: encrypted by who wrote it (`lib/lake`), or an open table. */
export const isKeptAsWritten = (path: string): boolean => path.startsWith('lake/') || path.startsWith(tablesFolder)

/**
 * The refusal of what is no path of an object; null for a path: names with slashes between, none of them empty, `.` or
 * `..`, without control characters and backslashes, each at most 255 bytes and together at most 1024 (as in S3).
 */
export function refusedPath(path: string) {
  const odd = /[\x00-\x1f\x7f\\]/.test(path) || !path.isWellFormed() || Buffer.byteLength(path) > 1024
  return odd || !path.split('/').every(isSegment) ? failed('refused', `not a path of an object: ${quoted(path)}`) : null
}

const isSegment = (name: string) => !['', '.', '..'].includes(name) && Buffer.byteLength(name) <= 255 && !isDraft(name)
