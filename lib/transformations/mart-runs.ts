import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { below } from '@/lib/below'
import { brokenMartRules } from '@/lib/catalogue/quality-course'
import { tellBroken } from '@/lib/catalogue/tell-broken'
import type { Tx } from '@/lib/db'
import type { MartRun } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { exportTables } from '@/lib/lake/tables/export-tables'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'
import type { NodeResult } from '@/lib/transformations/read-results'
import { type Dbt, runDbt } from '@/lib/transformations/run-dbt'
import type { RunPeriod } from '@/lib/transformations/silver-tables'

export interface MartRunView extends Omit<MartRun, 'results'> {
  results: NodeResult[]
}

const days = 30
const dayMs = 86_400_000
const keptRuns = 30
/** One plant of four lines takes ten seconds. */
const deadlineMs = 10 * 60_000

/** Whether dbt is there yet: it is installed beside a product that is up already. */
export const isDbtThere = ({ settings }: System): boolean => settings.dbtPython !== null && existsSync(settings.dbtPython)

/** Newest first; nothing for one who sees a part of the plant. */
export async function listMartRuns({ db }: System, reader: Reader): Promise<MartRunView[]> {
  const runs = await db.inTenant(reader, (tx) => tx.martRun.findMany({ orderBy: { askedAt: 'desc' }, take: keptRuns }))
  return runs.map((run) => ({ ...run, results: run.results as unknown as NodeResult[] }))
}

/** Has the marts of this person's plant built; while one run waits, another is not begun. @throws Refusal 409 without dbt */
export async function askForMarts(system: System, { tenantId, email }: Person): Promise<void> {
  if (!isDbtThere(system)) throw new Refusal(409, 'dbt is not there', 'dbt is still being installed, or could not be. Try again in a minute; the log of the start says what stopped it.')
  await keepAsked(system, tenantId, email)
}

async function keepAsked(system: System, tenantId: string, askedBy: string): Promise<void> {
  const now = system.clock.now()
  const id = randomUUID()
  await system.db.asOperator(async (tx) => {
    const { count } = await tx.martRun.createMany({ data: [{ tenantId, id, askedBy, askedAt: now }], skipDuplicates: true })
    if (count > 0) await recordAudit(tx, now, { tenantId, actor: askedBy, action: 'marts.asked', subject: id, detail: { days } })
    await enqueue(tx, 'build-marts', { tenantId }, { key: `build-marts-${tenantId}` })
  })
}

/** Builds what waits of this plant, and keeps how it ended. Run twice it finds nothing to do. */
export async function buildMarts(system: System, tenantId: string): Promise<void> {
  const waiting = await system.db.inTenant(tenantId, (tx) => tx.martRun.findFirst({ where: { state: 'waiting' } }))
  if (!waiting) return
  const began = performance.now()
  const to = system.clock.now()
  const ended = await runDbt(system, tenantId, martPeriod(to), dbtWith(system.settings.dbtPython!), (marts) => openTables(system, tenantId, marts)).then(
    ({ results, made }) => doneWith(results, made),
    (error: Error) => {
      system.log.error({ tenant: tenantId, err: error }, 'marts not built')
      return { state: 'failed', reason: error.message.slice(0, 2000), results: [] }
    },
  )
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.martRun.updateMany({ where: { id: waiting.id }, data: { ...ended, endedAt: system.clock.now(), tookMs: Math.round(performance.now() - began) } })
    await forgetOldRuns(tx)
  })
  await tellBrokenMarts(system, tenantId)
}

/** What is built is about these days, up to `to`. */
export const martPeriod = (to: Date): RunPeriod => ({ from: new Date(to.getTime() - days * dayMs), to })

/** dbt as the product runs it. */
export const dbtWith = (python: string): Dbt => ({ python, project: below(process.cwd(), 'platform', 'dbt'), deadlineMs })

const doneWith = (results: NodeResult[], reason = '') => ({ state: 'done', reason, results: results.map((one) => ({ ...one })) })

/** Keeps a run that somebody else's schedule had built, up to `to`, beside the product's own. Kept again it stands there once. */
export async function keepRunFrom(system: System, tenantId: string, { by, to, results }: { by: string; to: Date; results: NodeResult[] }): Promise<void> {
  const now = system.clock.now()
  const key = { tenantId, id: `${by}-${to.toISOString()}` }
  const run = { askedBy: by, askedAt: to, endedAt: now, tookMs: Math.round(results.reduce((sum, { seconds }) => sum + seconds, 0) * 1000), ...doneWith(results) }
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.martRun.upsert({ where: { tenantId_id: key }, create: { ...key, ...run }, update: run })
    await recordAudit(tx, now, { tenantId, actor: by, action: 'marts.kept', subject: key.id, detail: { days } })
    await forgetOldRuns(tx)
  })
  await tellBrokenMarts(system, tenantId)
}

/** Of rules that hold no more since the last run; as with a table's, once for each break. */
async function tellBrokenMarts(system: System, tenantId: string): Promise<void> {
  const broken = brokenMartRules(await listMartRuns(system, { tenantId, places: null }))
  await system.db.asOperator((tx) => tellBroken(tx, system.clock.now(), tenantId, broken))
}

async function forgetOldRuns(tx: Tx): Promise<void> {
  const old = await tx.martRun.findMany({ orderBy: { askedAt: 'desc' }, skip: keptRuns, select: { id: true } })
  if (old.length > 0) await tx.martRun.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
}

/** Writes the marts for other programs where that is wanted; marts are built also when it fails. @returns why it did, or nothing */
async function openTables(system: System, tenantId: string, marts: string): Promise<string> {
  if (system.settings.lake.tables === 'off') return ''
  return exportTables(system, tenantId, marts).then(
    () => '',
    (error: Error) => {
      system.log.error({ tenant: tenantId, err: error }, 'open tables not written')
      return `Built, but not written as open tables: ${error.message.slice(0, 1900)}`
    },
  )
}

/** Every customer's at night; a demo's when somebody asks. */
export async function askForAllMarts(system: System): Promise<void> {
  if (!isDbtThere(system)) return
  const tenants = await system.db.asOperator((tx) => tx.tenant.findMany({ where: { kind: 'customer', deletesAt: null }, select: { id: true } }))
  for (const { id } of tenants) await keepAsked(system, id, 'schedule')
}
