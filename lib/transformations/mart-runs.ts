import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { below } from '@/lib/below'
import type { MartRun } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'
import type { NodeResult } from '@/lib/transformations/read-results'
import { runDbt } from '@/lib/transformations/run-dbt'

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
  const dbt = { python: system.settings.dbtPython!, project: below(process.cwd(), 'platform', 'dbt'), deadlineMs }
  const ended = await runDbt(system, tenantId, { from: new Date(to.getTime() - days * dayMs), to }, dbt, () => Promise.resolve()).then(
    ({ results }) => ({ state: 'done', reason: '', results: results.map((one) => ({ ...one })) }),
    (error: Error) => {
      system.log.error({ tenant: tenantId, err: error }, 'marts not built')
      return { state: 'failed', reason: error.message.slice(0, 2000), results: [] }
    },
  )
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.martRun.updateMany({ where: { id: waiting.id }, data: { ...ended, endedAt: system.clock.now(), tookMs: Math.round(performance.now() - began) } })
    const old = await tx.martRun.findMany({ orderBy: { askedAt: 'desc' }, skip: keptRuns, select: { id: true } })
    if (old.length > 0) await tx.martRun.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })
  })
}

/** Every customer's at night; a demo's when somebody asks. */
export async function askForAllMarts(system: System): Promise<void> {
  if (!isDbtThere(system)) return
  const tenants = await system.db.asOperator((tx) => tx.tenant.findMany({ where: { kind: 'customer', deletesAt: null }, select: { id: true } }))
  for (const { id } of tenants) await keepAsked(system, id, 'schedule')
}
