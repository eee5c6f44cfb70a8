import { createHash } from 'node:crypto'
import type { LakeFile } from '@/lib/generated/prisma/client'
import { changedWords } from '@/lib/lake/find-changed'
import { lakePath } from '@/lib/lake/lake-files'
import { markDamaged, markRight } from '@/lib/lake/manifest'
import type { System } from '@/lib/system'

export interface LakeCheck {
  files: number
  bytes: number
  /** Left out of every answer, with why. */
  damaged: { id: string; path: string; startsAt: Date; endsAt: Date; why: string }[]
  /** Were damaged, and hold again what was written: somebody brought them back. */
  healed: string[]
}

/**
 * Reads every file of a tenant to its end and holds it against what was written. One that is not is left out from now on;
 * one that is again counts again. @throws when the store does not answer
 */
export async function checkLake(system: System, tenantId: string): Promise<LakeCheck> {
  const files = await system.db.asOperator((tx) => tx.lakeFile.findMany({ where: { tenantId, state: { in: ['live', 'damaged'] } }, orderBy: { startsAt: 'asc' } }))
  const check: LakeCheck = { files: files.length, bytes: 0, damaged: [], healed: [] }
  for (const file of files) {
    check.bytes += Number(file.bytes)
    const why = await faultOf(system, file)
    if (why !== null) {
      check.damaged.push({ id: file.id, path: lakePath(file), startsAt: file.startsAt, endsAt: file.endsAt, why })
      if (file.state === 'live') await markDamaged(system, file, why)
    } else if (file.state === 'damaged') {
      check.healed.push(file.id)
      await markRight(system, file)
    }
  }
  return check
}

async function faultOf({ objects }: System, file: LakeFile): Promise<string | null> {
  const got = await objects.get(file.tenantId, lakePath(file))
  if (!got.ok && got.failure.kind !== 'refused') throw new Error(`object storage: ${got.failure.message}`)
  if (!got.ok) return got.failure.message
  if (got.value.length !== Number(file.bytes)) return `the file ${file.id} has ${got.value.length} bytes of ${file.bytes}`
  return createHash('sha256').update(got.value).digest('hex') === file.sha256 ? null : changedWords(file.id)
}
