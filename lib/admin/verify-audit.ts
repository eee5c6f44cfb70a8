import { type AuditCheckpoint, readCheckpoints } from '@/lib/admin/audit-checkpoints'
import { type ChainEntry, type ChainFault, verifyChain } from '@/lib/audit/chain'
import type { System } from '@/lib/system'

export interface ChainReport {
  tenantId: string
  entries: number
  /** Checkpoints kept outside the database that the chain was held against. */
  checkpoints: number
  faults: ChainFault[]
}

/** Actions of the platform's chain after which a tenant's own chain is rightly gone. */
const endings = ['lease.gone', 'leftover.removed']

/** Reads every chain from its first entry and holds it against the checkpoints. Intact when no report has a fault. */
export async function verifyAudit(system: System): Promise<ChainReport[]> {
  const checkpoints = await readCheckpoints(system.settings.varDir)
  return system.db.asOperator(async (tx) => {
    const chains = await tx.auditEntry.groupBy({ by: ['tenantId'] })
    const ended = await tx.auditEntry.findMany({ where: { tenantId: 'platform', action: { in: endings } }, select: { subject: true } })
    const rightlyGone = new Set(ended.map((entry) => entry.subject))
    const expected = checkpoints.map(({ tenantId }) => tenantId).filter((tenantId) => !rightlyGone.has(tenantId))
    const tenantIds = [...new Set(['platform', ...chains.map(({ tenantId }) => tenantId), ...expected])]
    const reports: ChainReport[] = []
    for (const tenantId of tenantIds) {
      const entries = await tx.auditEntry.findMany({ where: { tenantId }, orderBy: { seq: 'asc' } })
      reports.push(chainReport(tenantId, entries, checkpoints.filter((one) => one.tenantId === tenantId)))
    }
    return reports
  })
}

/** Pure. Every checkpoint counts, not only the last: one taken after a forgery must not hide it. */
export function chainReport(tenantId: string, entries: ChainEntry[], checkpoints: AuditCheckpoint[]): ChainReport {
  const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]))
  const against = checkpoints.flatMap(({ seq, hash }): ChainFault[] => {
    const kept = hashes.get(seq)
    if (kept === hash) return []
    return [kept === undefined && seq > (entries.at(-1)?.seq ?? 0) ? { kind: 'truncated', seq } : { kind: 'edited', seq }]
  })
  const inside = verifyChain(entries)
  const known = new Set(inside.map(({ seq }) => seq))
  const fresh = [...new Map(against.map((fault) => [fault.seq, fault])).values()].filter(({ seq }) => !known.has(seq))
  return { tenantId, entries: entries.length, checkpoints: checkpoints.length, faults: [...inside, ...fresh] }
}

const kinds: Record<ChainFault['kind'], string> = {
  edited: 'was edited',
  missing: 'is missing',
  reordered: 'stands in the wrong place',
  truncated: 'was there at a checkpoint; the chain ends before it',
}

export const sayFault = ({ kind, seq }: ChainFault): string => `entry ${seq} ${kinds[kind]}`
