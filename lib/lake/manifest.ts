import { randomBytes } from 'node:crypto'
import type { Tx } from '@/lib/db'
import type { LakeFile, LakeFileKind } from '@/lib/generated/prisma/client'
import { closingLock } from '@/lib/lake/keep-late'
import type { Window } from '@/lib/lake/next-window'
import type { Join } from '@/lib/lake/plan-compaction'
import type { System } from '@/lib/system'

const dayMs = 86_400_000
export const dayStart = (ms: number): Date => new Date(Math.floor(ms / dayMs) * dayMs)
/** Sorts by when it was made. */
const newId = (now: Date): string => `${now.toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(6).toString('hex')}`

/** In a transaction that holds the tenant: nothing is written for one that is being removed. @returns undefined when it is gone. */
async function holding<T>({ db }: System, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
  return db.asOperator(async (tx) => {
    const held = await tx.$queryRaw<unknown[]>`SELECT id FROM tenant WHERE id = ${tenantId} FOR KEY SHARE`
    return held.length > 0 ? work(tx) : undefined
  })
}

export const sealedUntil = async ({ db }: System, tenantId: string): Promise<number | null> =>
  (await db.asOperator((tx) => tx.lakeProgress.findUnique({ where: { tenantId } })))?.sealedUntil.getTime() ?? null

/**
 * From when on this commits, whatever is stored of the window is late. What was stored before is seen by everybody: who
 * stores holds the other side of the lock until it is committed. The file that will hold it stands in the manifest at once.
 */
export const closeWindow = (system: System, tenantId: string, { from, to }: Window): Promise<unknown> =>
  holding(system, tenantId, async (tx) => {
    const now = system.clock.now()
    await tx.$queryRawUnsafe(`SELECT ${closingLock}::text`, tenantId)
    await tx.lakeProgress.upsert({ where: { tenantId }, create: { tenantId, sealedUntil: new Date(to) }, update: { sealedUntil: new Date(to) } })
    await tx.lakeFile.create({ data: { tenantId, id: newId(now), kind: 'sealed', day: dayStart(from), startsAt: new Date(from), endsAt: new Date(to), madeAt: now } })
  })

/** One correction for each day of which late readings wait. */
export const openCorrections = (system: System, tenantId: string): Promise<unknown> =>
  holding(system, tenantId, async (tx) => {
    const now = system.clock.now()
    const days = await tx.$queryRaw<{ day: Date }[]>`SELECT DISTINCT day FROM lake_late WHERE tenant_id = ${tenantId} AND file_id IS NULL ORDER BY day`
    for (const { day } of days) {
      const id = newId(now)
      await tx.$executeRaw`UPDATE lake_late SET file_id = ${id} WHERE tenant_id = ${tenantId} AND day = ${day} AND file_id IS NULL`
      const [span] = await tx.$queryRaw<{ first: number; last: number }[]>`SELECT min(t) AS first, max(t) AS last FROM lake_late, unnest(times) AS t WHERE tenant_id = ${tenantId} AND file_id = ${id}`
      await tx.lakeFile.create({ data: { tenantId, id, kind: 'correction', day, startsAt: new Date(span!.first), endsAt: new Date(span!.last + 1), madeAt: now } })
    }
  })

export const openJoin = (system: System, tenantId: string, { level, files }: Join): Promise<unknown> =>
  holding(system, tenantId, async (tx) => {
    const now = system.clock.now()
    const { kind, day } = files[0]! as { kind: LakeFileKind; day: Date }
    const [starts, ends] = [files.map(({ startsAt }) => startsAt.getTime()), files.map(({ endsAt }) => endsAt.getTime())]
    await tx.lakeFile.create({ data: { tenantId, id: newId(now), kind, level, day, startsAt: new Date(Math.min(...starts)), endsAt: new Date(Math.max(...ends)), replaces: files.map(({ id }) => id), madeAt: now } })
  })

export interface Written {
  rows: number
  bytes: number
  sha256: string
}

/** The file counts, and what it stands for does not any more, at one moment. Of nothing there is no file. */
export const countFile = (system: System, file: LakeFile, written: Written): Promise<unknown> =>
  holding(system, file.tenantId, async (tx) => {
    const { tenantId, id, replaces, kind } = file
    const key = { tenantId_id: { tenantId, id } }
    if (written.rows === 0) await tx.lakeFile.delete({ where: key })
    else await tx.lakeFile.update({ where: key, data: { state: 'live', rows: written.rows, bytes: written.bytes, sha256: written.sha256 } })
    if (replaces.length > 0) await tx.lakeFile.updateMany({ where: { tenantId, id: { in: replaces } }, data: { state: 'replaced', replacedAt: system.clock.now() } })
    else if (kind === 'correction') await tx.$executeRaw`DELETE FROM lake_late WHERE tenant_id = ${tenantId} AND file_id = ${id}`
  })

type FileKey = Pick<LakeFile, 'tenantId' | 'id'>

/** Left out from now on and said. */
export const markDamaged = (system: System, { tenantId, id }: FileKey, note: string): Promise<unknown> =>
  holding(system, tenantId, (tx) => tx.lakeFile.updateMany({ where: { tenantId, id, state: 'live' }, data: { state: 'damaged', note, replacedAt: system.clock.now() } }))

/** It holds again what was written. */
export const markRight = (system: System, { tenantId, id }: FileKey): Promise<unknown> =>
  holding(system, tenantId, (tx) => tx.lakeFile.updateMany({ where: { tenantId, id, state: 'damaged' }, data: { state: 'live', note: '', replacedAt: null } }))

/** A join that cannot be made is planned anew, of what counts by then. */
export const giveUp = (system: System, { tenantId, id }: FileKey): Promise<unknown> =>
  holding(system, tenantId, (tx) => tx.lakeFile.deleteMany({ where: { tenantId, id, state: 'writing' } }))

export const filesOf = ({ db }: System, tenantId: string, state: LakeFile['state']): Promise<LakeFile[]> =>
  db.asOperator((tx) => tx.lakeFile.findMany({ where: { tenantId, state }, orderBy: [{ madeAt: 'asc' }, { id: 'asc' }] }))
