import { mkdir } from 'node:fs/promises'
import { below } from '@/lib/below'
import { insertStory } from '@/lib/plant/insert-story'
import { storedIndustry, storyDateFor, storyTenantId } from '@/lib/plant/stories'
import { writeParquet } from '@/lib/plant/write-parquet'
import { sampleTables } from '@/lib/story/sample-files'
import { generateStory, type Industry, siteOf, type StoryRows } from '@/lib/story/story'
import type { System } from '@/lib/system'

/**
 * Today's story of an industry with its true model, dashboards, findings and the events of its last hours, without
 * signals, and one sample file: what a lease is copied from, quick enough for a table of leases.
 */
export async function smallStory(system: System, industry: Industry = 'dairy'): Promise<void> {
  const now = system.clock.now()
  const storyDate = storyDateFor(industry, now)
  const id = storyTenantId(industry, storyDate)
  const { name, timeZone } = siteOf(industry)
  await system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT ensure_reading_partitions(${storyDate}::date - 3, ${storyDate}::date + 4)`
    const dayZero = new Date(`${storyDate}T00:00:00Z`)
    await tx.tenant.create({ data: { id, kind: 'story', name, timeZone, industry: storedIndustry(industry), storyDate: dayZero } })
    await insertStory(tx, id, lastHours(generateStory(industry, storyDate), now), { rawFrom: dayZero })
  })
  const folder = below(system.settings.varDir, 'stories', `${industry}-${storyDate}`)
  await mkdir(folder, { recursive: true })
  const table = sampleTables(industry, storyDate, now).find(({ name }) => name === 'signals')!
  await writeParquet(below(folder, `${table.name}.parquet`), table)
}

function lastHours(rows: StoryRows, now: Date): StoryRows {
  const from = now.getTime() - 4 * 3_600_000
  const recent = <T>(list: T[], at: (row: T) => Date) => list.filter((row) => at(row).getTime() > from && at(row) <= now)
  return {
    ...rows,
    stops: recent(rows.stops, (row) => row.startsAt),
    equipmentStates: recent(rows.equipmentStates, (row) => row.startsAt),
    productionRuns: recent(rows.productionRuns, (row) => row.startsAt),
    productionCounts: recent(rows.productionCounts, (row) => row.bucketAt),
    labResults: recent(rows.labResults, (row) => row.takenAt),
    subgroups: recent(rows.subgroups, (row) => row.takenAt),
    batches: recent(rows.batches, (row) => row.startsAt),
    maintenanceEntries: recent(rows.maintenanceEntries, (row) => row.openedAt),
  }
}
