import { createHash } from 'node:crypto'
import { canonicalJson } from '@/lib/audit/canonical-json'

export interface ChainEntry {
  tenantId: string
  seq: number
  at: Date
  actor: string
  action: string
  subject: string
  detail: unknown
  reason: string | null
  previousHash: string
  hash: string
}

export type ChainFault =
  | { kind: 'edited'; seq: number }
  | { kind: 'missing'; seq: number }
  | { kind: 'reordered'; seq: number }
  | { kind: 'truncated'; seq: number }

export const chainStart = '0'.repeat(64)

/** SHA-256 over everything but the hash itself, in canonical JSON. */
export function hashEntry({ hash: _hash, ...entry }: Omit<ChainEntry, 'hash'> & { hash?: string }): string {
  return createHash('sha256').update(canonicalJson(entry)).digest('hex')
}

/**
 * Finds edits, deletions, reordering and (against `checkpoint`, a count and hash kept elsewhere) truncation.
 * `entries` in stored order; an intact chain gives no fault.
 */
export function verifyChain(entries: ChainEntry[], checkpoint?: { seq: number; hash: string }): ChainFault[] {
  const faults: ChainFault[] = []
  let previous = { seq: 0, hash: chainStart }
  for (const entry of entries) {
    if (entry.seq < previous.seq) faults.push({ kind: 'reordered', seq: entry.seq })
    else if (entry.seq > previous.seq + 1) faults.push({ kind: 'missing', seq: previous.seq + 1 })
    else if (entry.previousHash !== previous.hash || hashEntry(entry) !== entry.hash) {
      faults.push({ kind: 'edited', seq: entry.seq })
    }
    previous = entry
  }
  if (checkpoint) {
    const kept = entries.find((entry) => entry.seq === checkpoint.seq)
    if (!kept) faults.push({ kind: 'truncated', seq: checkpoint.seq })
    else if (kept.hash !== checkpoint.hash) faults.push({ kind: 'edited', seq: checkpoint.seq })
  }
  return faults
}
