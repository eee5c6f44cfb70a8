import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { LakeFile } from '@/lib/generated/prisma/client'
import { lakePath } from '@/lib/lake/lake-files'
import { localFile } from '@/lib/lake/local-file'
import type { System } from '@/lib/system'

/** What stands beside a file that is left out. */
export const changedWords = (id: string): string => `the bytes of ${id} were changed`

export type WrittenFile = Pick<LakeFile, 'id' | 'day' | 'bytes' | 'sha256'>

/**
 * Of these files the first whose bytes are not those that were written. A copy of what a store elsewhere holds is removed
 * then, so that it is fetched anew: `isCopy`, and nothing is damaged. Reads every file to its end.
 */
export async function findChanged(system: System, tenantId: string, files: WrittenFile[]): Promise<{ id: string; isCopy: boolean } | null> {
  for (const file of files) {
    const local = await localFile(system, tenantId, file)
    if (!local.ok || (await sha256OfFile(local.value)) === file.sha256) continue
    const own = await system.objects.fileOf(tenantId, lakePath(file))
    const isCopy = !own.ok || own.value === null
    if (isCopy) await rm(local.value, { force: true })
    return { id: file.id, isCopy }
  }
  return null
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
