import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { readerFor } from '@/lib/auth/places-of'
import type { LakeQuery } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { lakeEngine } from '@/lib/lake/query/engines'
import type { EngineName } from '@/lib/lake/query/port'
import type { QueryLimits } from '@/lib/lake/query/protocol'
import type { QueryEnd, QueryEvents } from '@/lib/lake/query/run-query'
import { countQuery } from '@/lib/metering/count-query'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import type { System } from '@/lib/system'

/** A machine of two cores answers so many at once; more would only make each slower. */
const mostAtOnce = { ofPlant: 2, inAll: 4 }
const running = new Map<string, number>()

export type Asked = QueryEnd & { tookMs: number }

/** Runs the query for this person, counts it, and writes it into the audit trail and the person's history, however it ended. @throws Refusal 429 */
export async function askLake(system: System, person: Person, { sql, engine, limits, signal, takes }: { sql: string; engine: EngineName; limits: QueryLimits; signal: AbortSignal; takes: 'look' | 'csv' | 'parquet' | 'arrow' }, events: QueryEvents): Promise<Asked> {
  const reader = await readerFor(system, person, 'data.download')
  const { timeZone } = await loadTenant(system, person)
  return oneOfFew(person.tenantId, async () => {
    const began = performance.now()
    const end = await lakeEngine(system, engine).ask({ reader, sql, timeZone, limits, signal }, events)
    const asked = { ...end, tookMs: Math.round(performance.now() - began) }
    await writeDown(system, person, { sql, takes, engine }, asked)
    return asked
  })
}

/** @throws Refusal 429 when as many run as the machine answers at once */
export async function oneOfFew<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
  const [own, all] = [running.get(tenantId) ?? 0, [...running.values()].reduce((sum, n) => sum + n, 0)]
  if (own >= mostAtOnce.ofPlant || all >= mostAtOnce.inAll) throw new Refusal(429, 'Busy', 'Other queries are running. Ask again when one of them is done, or cancel it.')
  running.set(tenantId, own + 1)
  try {
    return await work()
  } finally {
    const left = running.get(tenantId)! - 1
    if (left > 0) running.set(tenantId, left)
    else running.delete(tenantId)
  }
}

async function writeDown(system: System, { tenantId, email }: Person, { sql, ...how }: { sql: string; takes: string; engine: EngineName }, asked: Asked): Promise<void> {
  const now = system.clock.now()
  const rows = asked.state === 'answered' ? asked.rows : 0
  const reason = asked.state === 'answered' ? '' : asked.reason
  countQuery(system, tenantId)
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.lakeQuery.create({ data: { tenantId, id: randomUUID(), askedBy: email, askedAt: now, sql, state: asked.state, tookMs: asked.tookMs, rows, reason } })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'lake.queried', subject: sql.slice(0, 500), detail: { ...how, state: asked.state, rows, tookMs: asked.tookMs } })
  })
}

const mostHistory = 50

/** What this person asked, newest first. */
export const listHistory = ({ db }: System, { tenantId, email }: Person): Promise<LakeQuery[]> =>
  db.inTenant(tenantId, (tx) => tx.lakeQuery.findMany({ where: { askedBy: email }, orderBy: { askedAt: 'desc' }, take: mostHistory }))
