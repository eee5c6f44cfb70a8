import { appendFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { System } from '@/lib/system'

const checkpoint = z.object({ tenantId: z.string(), seq: z.int().positive(), hash: z.string(), at: z.string() })

/** The last entry of a tenant's chain as it stood at a moment, kept outside the database: against it a cut tail shows. */
export type AuditCheckpoint = z.output<typeof checkpoint>

export const checkpointFile = (varDir: string): string => path.join(varDir, 'audit-checkpoints.jsonl')

/** Appends the present end of every chain; earlier lines stay. Copy the file to another machine to make it worth more. */
export async function writeCheckpoints(system: System): Promise<AuditCheckpoint[]> {
  const at = system.clock.now().toISOString()
  const ends = await system.db.asOperator((tx) => tx.auditEntry.findMany({ orderBy: [{ tenantId: 'asc' }, { seq: 'desc' }], distinct: ['tenantId'] }))
  const checkpoints = ends.map(({ tenantId, seq, hash }) => ({ tenantId, seq, hash, at }))
  const file = checkpointFile(system.settings.varDir)
  await mkdir(path.dirname(file), { recursive: true })
  await appendFile(file, checkpoints.map((one) => `${JSON.stringify(one)}\n`).join(''), { mode: 0o600 })
  return checkpoints
}

/** @throws when a line of the file is not a checkpoint: an unreadable record is not taken for none. */
export async function readCheckpoints(varDir: string): Promise<AuditCheckpoint[]> {
  const text = await readFile(checkpointFile(varDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').filter(Boolean).map((line) => checkpoint.parse(JSON.parse(line)))
}
