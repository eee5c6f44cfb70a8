import { mayEnter } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { readerFor } from '@/lib/auth/places-of'
import { recordAudit } from '@/lib/audit/record'
import { catalogueTables } from '@/lib/catalogue/catalogue-tables'
import { expectations } from '@/lib/catalogue/expectations'
import { freshnessPromises, type PromiseName } from '@/lib/catalogue/freshness'
import { brokenFiles, type BrokenRule, brokenMartRules, brokenRules, type ScoredDay, scoredDay } from '@/lib/catalogue/quality-course'
import type { FreshnessDay } from '@/lib/generated/prisma/client'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import type { System } from '@/lib/system'
import { listMartRuns } from '@/lib/transformations/mart-runs'

const days = 30
const dayMs = 86_400_000

export interface PromiseView {
  name: PromiseName
  checks: number
  /** 0..1 over the last 30 days; null: never looked at. */
  held: number | null
  ageSeconds: number | null
  worstSeconds: number | null
  /** Share held on each of the last 30 days, oldest first; null: not looked at. */
  course: (number | null)[]
}

export interface TableCourse {
  table: string
  fullName: string
  score: number | null
  measuredAt: Date | null
  broken: number
  course: (number | null)[]
}

export interface QualityView {
  plant: string
  timeZone: string
  now: Date
  /** Null for one who may not see figures of the whole plant. */
  quality: { promises: PromiseView[]; tables: TableCourse[]; broken: BrokenRule[]; days: number } | null
}

/** Freshness against its promises, each table's score over 30 days, and what is broken since when; that somebody looked stands in the audit trail. */
export async function loadQuality(system: System, person: Person): Promise<QualityView> {
  const [reader, { name: plant, timeZone }] = await Promise.all([readerFor(system, person, 'data.download'), loadTenant(system, person)])
  const now = system.clock.now()
  if (!mayEnter(person.roles, 'data.download') || reader.places !== null) return { plant, timeZone, now, quality: null }
  const today = Math.floor(now.getTime() / dayMs) * dayMs
  const lastDays = Array.from({ length: days }, (_, i) => today - (days - 1 - i) * dayMs)
  const since = { day: { gte: new Date(lastDays[0]!) } }
  const [fresh, scored, damaged] = await system.db.inTenant(reader, async (tx) => {
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.impersonation?.by ?? person.email, action: 'catalogue.read', subject: 'quality', detail: { what: 'quality' } })
    return [await tx.freshnessDay.findMany({ where: since }), await tx.tableQuality.findMany({ where: since, orderBy: { day: 'asc' } }), await tx.lakeFile.findMany({ where: { state: 'damaged' } })] as const
  })
  const byTable = Map.groupBy(scored, ({ tableName }) => tableName)
  const daysOf = (table: string): ScoredDay[] => (byTable.get(table) ?? []).map(scoredDay)
  const tables = catalogueTables.filter(({ sqlName }) => expectations[sqlName]).map(({ sqlName, fullName }) => ({ fullName, ...courseOf(sqlName, daysOf(sqlName), lastDays) }))
  const broken = [...tables.flatMap(({ table }) => brokenRules(table, daysOf(table))), ...brokenMartRules(await listMartRuns(system, reader)), ...brokenFiles(damaged)]
  const promises = (Object.keys(freshnessPromises) as PromiseName[]).map((name) => promiseOf(name, fresh, lastDays))
  return { plant, timeZone, now, quality: { promises, tables, broken: broken.toSorted((a, b) => a.since.getTime() - b.since.getTime()), days } }
}

function courseOf(table: string, own: ScoredDay[], lastDays: number[]): Omit<TableCourse, 'fullName'> {
  const last = own.at(-1)
  return { table, score: last?.score ?? null, measuredAt: last?.measuredAt ?? null, broken: brokenRules(table, own).length, course: lastDays.map((day) => own.find((one) => one.day.getTime() === day)?.score ?? null) }
}

function promiseOf(name: PromiseName, all: FreshnessDay[], lastDays: number[]): PromiseView {
  const own = all.filter(({ promise }) => promise === name).toSorted((a, b) => a.day.getTime() - b.day.getTime())
  const sum = (of: (day: FreshnessDay) => number) => own.reduce((total, day) => total + of(day), 0)
  const checks = sum((day) => day.checks)
  return {
    name, checks, held: checks === 0 ? null : sum((day) => day.held) / checks, ageSeconds: own.at(-1)?.lastSeconds ?? null, worstSeconds: own.length === 0 ? null : Math.max(...own.map((day) => day.worstSeconds)),
    course: lastDays.map((at) => own.find(({ day }) => day.getTime() === at)).map((day) => (day ? day.held / day.checks : null)),
  }
}
