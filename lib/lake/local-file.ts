import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { below } from '@/lib/below'
import type { LakeFile } from '@/lib/generated/prisma/client'
import { lakePath } from '@/lib/lake/lake-files'
import type { System } from '@/lib/system'

export type Wanted = Pick<LakeFile, 'id' | 'day' | 'bytes'>

/** Copies of what an object store elsewhere holds, as encrypted as there. */
export const copiesFolder = ({ settings }: Pick<System, 'settings'>, tenantId: string): string => below(settings.varDir, 'lake', 'copies', tenantId)

/** A file of this machine to open; fetched when the store is elsewhere. Refused when it is not as long as it was written. */
export async function localFile(system: System, tenantId: string, file: Wanted): Promise<Outcome<string>> {
  const own = await system.objects.fileOf(tenantId, lakePath(file))
  if (!own.ok) return own
  if (own.value !== null) return (await sizeOf(own.value)) === Number(file.bytes) ? done(own.value) : damaged(file, await sizeOf(own.value))
  const copy = below(copiesFolder(system, tenantId), `${file.id}.parquet`)
  if ((await sizeOf(copy)) === Number(file.bytes)) return done(copy)
  return fetchCopy(system, tenantId, file, copy)
}

async function fetchCopy({ objects }: System, tenantId: string, file: Wanted, copy: string): Promise<Outcome<string>> {
  const got = await objects.get(tenantId, lakePath(file))
  if (!got.ok) return got
  if (got.value.length !== Number(file.bytes)) return damaged(file, got.value.length)
  await mkdir(path.dirname(copy), { recursive: true, mode: 0o700 })
  // Two that fetch at once: whoever is last puts the same bytes there.
  const draft = `${copy}.${process.pid}.${Math.random().toString(36).slice(2)}.part`
  try {
    await writeFile(draft, got.value, { mode: 0o600 })
    await rename(draft, copy)
  } finally {
    await rm(draft, { force: true })
  }
  return done(copy)
}

const damaged = ({ id, bytes }: Wanted, found: number | null) => failed('refused', found === null ? `the file ${id} is not there` : `the file ${id} has ${found} bytes of ${bytes}`)

const sizeOf = (file: string) => stat(file).then(({ size }) => size, () => null)
