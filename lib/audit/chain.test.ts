import { describe, expect, it } from 'vitest'
import { type ChainEntry, chainStart, hashEntry, verifyChain } from '@/lib/audit/chain'

function chainOf(length: number): ChainEntry[] {
  const entries: ChainEntry[] = []
  for (let seq = 1; seq <= length; seq++) {
    const entry = {
      tenantId: 'platform',
      seq,
      at: new Date(seq * 1000),
      actor: 'someone',
      action: 'did',
      subject: `thing ${seq}`,
      detail: { old: seq - 1, new: seq },
      reason: null,
      previousHash: entries.at(-1)?.hash ?? chainStart,
    }
    entries.push({ ...entry, hash: hashEntry(entry) })
  }
  return entries
}

describe('the audit chain', () => {
  it('has no fault when nothing was touched', () => {
    const entries = chainOf(5)
    expect(verifyChain(entries, { seq: 5, hash: entries[4]!.hash })).toEqual([])
  })
  it('names the entry that was edited', () => {
    const entries = chainOf(5)
    entries[2] = { ...entries[2]!, subject: 'another thing' }
    expect(verifyChain(entries)).toEqual([{ kind: 'edited', seq: 3 }])
  })
  it('notices an edit whose hash was computed anew, at the entry after it', () => {
    const entries = chainOf(5)
    const forged = { ...entries[2]!, subject: 'another thing' }
    entries[2] = { ...forged, hash: hashEntry(forged) }
    expect(verifyChain(entries)).toEqual([{ kind: 'edited', seq: 4 }])
  })
  it('names the entry that is missing', () => {
    const entries = chainOf(5)
    entries.splice(2, 1)
    expect(verifyChain(entries)).toEqual([{ kind: 'missing', seq: 3 }])
  })
  it('notices entries that changed places', () => {
    const entries = chainOf(4)
    ;[entries[1], entries[2]] = [entries[2]!, entries[1]!]
    expect(verifyChain(entries).map((fault) => fault.kind)).toContain('reordered')
  })
  it('notices a cut tail against a checkpoint kept elsewhere', () => {
    const entries = chainOf(5)
    expect(verifyChain(entries.slice(0, 3), { seq: 5, hash: entries[4]!.hash })).toEqual([{ kind: 'truncated', seq: 5 }])
  })
})
