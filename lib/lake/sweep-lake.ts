import { readdir, rm } from 'node:fs/promises'
import { orThrow } from '@/lib/adapters/outcome'
import { below } from '@/lib/below'
import { lakeFolder, lakePath } from '@/lib/lake/lake-files'
import { copiesFolder } from '@/lib/lake/local-file'
import type { System } from '@/lib/system'

const dayMs = 86_400_000
/** Queries that began before a file was replaced may read it to their end. */
const replacedMs = 15 * 60_000
/** No write of an object takes so long; one that is as old was broken off. */
const unfinishedMs = 60 * 60_000

/** What its tier no longer keeps is replaced by nothing. */
export async function forgetOldFiles({ db, clock, settings }: System, tenantId: string): Promise<void> {
  const before = new Date(clock.now().getTime() - settings.lake.keepDays * dayMs)
  await db.asOperator((tx) => tx.lakeFile.updateMany({ where: { tenantId, state: { in: ['live', 'damaged'] }, endsAt: { lt: before } }, data: { state: 'replaced', replacedAt: clock.now() } }))
}

/** Removes files that are replaced, first the bytes, then the row: broken off in between, it is done again. */
export async function removeReplaced(system: System, tenantId: string): Promise<void> {
  const before = new Date(system.clock.now().getTime() - replacedMs)
  const files = await system.db.asOperator((tx) => tx.lakeFile.findMany({ where: { tenantId, state: 'replaced', replacedAt: { lte: before } } }))
  for (const file of files) {
    orThrow('object storage', await system.objects.remove(tenantId, lakePath(file)))
    await system.db.asOperator((tx) => tx.lakeFile.deleteMany({ where: { tenantId, id: file.id } }))
  }
}

/**
 * Removes what lies in the lake and stands in no manifest: a row is there before its first byte and goes after its last,
 * so that this is of an earlier time of the database. Only while the tenant's lake is locked. @returns how many.
 */
export async function sweepOrphans(system: System, tenantId: string): Promise<number> {
  const listed = orThrow('object storage', await system.objects.list(tenantId))
  const known = await system.db.asOperator((tx) => tx.lakeFile.findMany({ where: { tenantId }, select: { id: true, day: true } }))
  const paths = new Set(known.map(lakePath))
  const orphans = listed.filter(({ path }) => path.startsWith(lakeFolder) && !paths.has(path))
  for (const { path } of orphans) await system.objects.remove(tenantId, path)
  orThrow('object storage', await system.objects.dropUnfinished(tenantId, new Date(system.clock.now().getTime() - unfinishedMs)))
  const ids = new Set(known.map(({ id }) => `${id}.parquet`))
  const copies = await readdir(copiesFolder(system, tenantId)).catch(() => [])
  for (const copy of copies) if (!ids.has(copy)) await rm(below(copiesFolder(system, tenantId), copy), { force: true })
  return orphans.length
}
