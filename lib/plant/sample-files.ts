import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { below } from '@/lib/below'
import type { Lease } from '@/lib/generated/prisma/client'
import { industryOf, storyDateFor } from '@/lib/plant/stories'
import { writeParquet } from '@/lib/plant/write-parquet'
import { sampleTables } from '@/lib/story/sample-files'
import { siteOf } from '@/lib/story/story'
import { startOfLocalDay } from '@/lib/plant/local-date'
import type { System } from '@/lib/system'

export interface SampleFile {
  name: string
  /** Absolute path of the prepared file; the receiver copies it. */
  source: string
  read(): Promise<Buffer>
}

/**
 * The plant's last 30 days up to the midnight before day 0, a Parquet file per table. Prepared once per story under
 * `var/stories`, copied to each lease.
 */
export async function sampleFiles(system: System, lease: Pick<Lease, 'industry' | 'name'>): Promise<SampleFile[]> {
  const industry = industryOf(lease.industry)
  const tenant = await system.db.asOperator((tx) => tx.tenant.findUnique({ where: { id: lease.name }, select: { storyDate: true } }))
  const storyDate = tenant?.storyDate?.toISOString().slice(0, 10) ?? storyDateFor(industry, system.clock.now())
  const folder = below(system.settings.varDir, 'stories', `${industry}-${storyDate}`)
  await prepare(folder, () => sampleTables(industry, storyDate, startOfLocalDay(storyDate, siteOf(industry).timeZone)))
  const names = (await readdir(folder)).filter((name) => name.endsWith('.parquet')).sort()
  return names.map((name) => ({ name, source: below(folder, name), read: () => readFile(below(folder, name)) }))
}

const preparing = new Map<string, Promise<void>>()

/** The folder appears as a whole; two processes that prepare at once write the same bytes, and the first one's stay. */
function prepare(folder: string, tables: () => ReturnType<typeof sampleTables>): Promise<void> {
  const running = preparing.get(folder) ?? write(folder, tables).finally(() => preparing.delete(folder))
  preparing.set(folder, running)
  return running
}

async function write(folder: string, tables: () => ReturnType<typeof sampleTables>) {
  if ((await readdir(folder).catch(() => [])).length > 0) return
  const draft = `${folder}.${process.pid}.tmp`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  for (const table of tables()) await writeParquet(below(draft, `${table.name}.parquet`), table)
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }))
}
