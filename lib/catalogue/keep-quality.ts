import type { CatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { judgeTable, qualityScore } from '@/lib/catalogue/expectations'
import { loadExtents } from '@/lib/catalogue/load-catalogue'
import { brokenRules, scoredDay } from '@/lib/catalogue/quality-course'
import { tellBroken } from '@/lib/catalogue/tell-broken'
import type { ColumnProfile } from '@/lib/catalogue/profile-sql'
import type { System } from '@/lib/system'

/** Keeps the day's score of a table of the whole plant, and tells of what broke; measured again on that day, the later one stays. */
export async function keepQuality(system: System, tenantId: string, table: CatalogueTable, { madeAt, rows, columns }: { madeAt: Date; rows: number; columns: ColumnProfile[] }): Promise<void> {
  const extent = (await loadExtents(system, { tenantId, places: null }, [table])).get(table.sqlName)!
  const judged = judgeTable(table.sqlName, { rows, columns }, extent.newest, madeAt)
  const day = new Date(`${madeAt.toISOString().slice(0, 10)}T00:00:00Z`)
  const data = { measuredAt: madeAt, rows, score: qualityScore(judged), judged: judged.map((one) => ({ ...one })) }
  const key = { tenantId, tableName: table.sqlName, day }
  await system.db.asOperator(async (tx) => {
    await tx.tableQuality.upsert({ where: { tenantId_tableName_day: key }, create: { ...key, ...data }, update: data })
    const kept = await tx.tableQuality.findMany({ where: { tenantId, tableName: table.sqlName }, orderBy: { day: 'asc' } })
    await tellBroken(tx, madeAt, tenantId, brokenRules(table.sqlName, kept.map(scoredDay)))
  })
}
