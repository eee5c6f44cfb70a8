import { alarmHistory } from '@/lib/story/alarm-history'
import { generateStory, type Industry, siteOf } from '@/lib/story/story'
import { rollupsOf, signalSeries } from '@/lib/story/readings'
import type { Tx } from '@/lib/db'
import { Industry as StoredIndustry } from '@/lib/generated/prisma/client'
import { insertStory } from '@/lib/plant/insert-story'
import { bucketSeconds } from '@/lib/plant/play-story'
import { localDate } from '@/lib/plant/local-date'
import type { System } from '@/lib/system'
import { removeTenantRows } from '@/lib/tenancy/tenant-rows'

export const industries: Industry[] = ['dairy', 'chemical', 'oil-and-gas', 'pharma']

export const storedIndustry = (industry: Industry): StoredIndustry => industry.replaceAll('-', '_') as StoredIndustry
export const industryOf = (stored: StoredIndustry): Industry => stored.replaceAll('_', '-') as Industry

/** Raised when stories gain rows: those of an earlier edition are written anew, and stay only while a plant lives by them. */
const edition = 3

/** The tenant that holds the generated history of one industry for one day 0. */
export const storyTenantId = (industry: Industry, storyDate: string): string => `story-${industry}-${storyDate}-e${edition}`

/** Days of raw one-minute values kept in PostgreSQL before day 0; the whole month is in the sample files. */
export const rawDaysBefore = 2

/** The story that a lease made now is copied from: day 0 is today at the site. */
export const storyDateFor = (industry: Industry, now: Date): string => localDate(now, siteOf(industry).timeZone)

/**
 * Writes the story's rows once; later calls return at once. One process writes, others wait. The story is visible as a
 * whole or not at all.
 */
export async function ensureStory(system: System, industry: Industry, storyDate: string): Promise<string> {
  const id = storyTenantId(industry, storyDate)
  if (await exists(system, id)) return id
  const rows = generateStory(industry, storyDate)
  const series = rows.signals.map((signal) => signalSeries(industry, storyDate, signal.id))
  const rollups = [bucketSeconds, 3600, 86_400].flatMap((level) => series.flatMap((one) => rollupsOf(one, level)))
  const alarms = alarmHistory(rows.alarmRules, series)
  const rawFrom = new Date(`${storyDate}T00:00:00Z`).getTime() - rawDaysBefore * 86_400_000
  await system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('story'), hashtext(${id}))`
    if (await tx.tenant.findUnique({ where: { id } })) return
    await ensurePartitions(tx, storyDate)
    await tx.tenant.create({
      data: {
        id,
        kind: 'story',
        name: siteOf(industry).name,
        industry: storedIndustry(industry),
        timeZone: siteOf(industry).timeZone,
        storyDate: new Date(`${storyDate}T00:00:00Z`),
      },
    })
    await insertStory(tx, id, rows, { rollups, series, alarms, rawFrom: new Date(rawFrom) })
  })
  return id
}

const exists = (system: System, id: string) =>
  system.db.asOperator(async (tx) => Boolean(await tx.tenant.findUnique({ where: { id }, select: { id: true } })))

const ensurePartitions = (tx: Tx, storyDate: string) =>
  tx.$executeRaw`SELECT ensure_reading_partitions(${storyDate}::date - ${rawDaysBefore + 1}::int, ${storyDate}::date + 4)`

/** Removes stories that no living tenant is copied from and that are not today's. Returns their ids. */
export async function removeUnusedStories(system: System, now: Date): Promise<string[]> {
  const wanted = industries.map((industry) => storyTenantId(industry, storyDateFor(industry, now)))
  const unused = await system.db.asOperator(async (tx) => {
    const used = await tx.tenant.findMany({ where: { storyTenantId: { not: null } }, select: { storyTenantId: true } })
    const keep = [...wanted, ...used.flatMap((tenant) => tenant.storyTenantId ?? [])]
    return tx.tenant.findMany({ where: { kind: 'story', id: { notIn: keep } }, select: { id: true } })
  })
  for (const { id } of unused) await removeTenantRows(system.db, id)
  return unused.map((tenant) => tenant.id)
}
