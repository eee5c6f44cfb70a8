import type pg from 'pg'
import type { Logger } from 'pino'
import type { AlarmChange, RaisedAlarm } from '@/lib/alarm/engine'
import { alarmChannel } from '@/lib/alarm/load-alarms'
import type { Database } from '@/lib/db'
import { beginSpan } from '@/lib/observe/tracing'
import { holdTenants } from '@/lib/tenancy/hold-tenants'

const deadlineMs = 5000
const longestPauseMs = 2000

/** Writes what the engine decides, in its order, many at once while one write is under way; keeps trying without the database. */
export class AlarmWriter {
  #pending: AlarmChange[] = []
  /** Of the requests that made what is pending: each ends when its alarm is durable. */
  #spans: (() => void)[] = []
  #working = false
  #added = 0
  #written = 0
  #settling: { until: number; done(): void }[] = []

  constructor(private readonly db: Database, private readonly log: Logger) {}

  get idle(): boolean {
    return !this.#working && this.#pending.length === 0
  }

  /** Resolves when everything that was added so far is durable. */
  settled(): Promise<void> {
    return new Promise((done) => {
      if (this.idle) done()
      else this.#settling.push({ until: this.#added, done })
    })
  }

  add(changes: AlarmChange[]): void {
    if (changes.length === 0) return
    this.#added += changes.length
    this.#pending.push(...changes)
    this.#spans.push(beginSpan('alarm', { 'millrace.alarms': changes.map(({ id }) => id).slice(0, 20), 'millrace.tenant': changes[0]!.tenantId }))
    if (!this.#working) void this.#work()
  }

  async #work(): Promise<void> {
    this.#working = true
    for (let failures = 0; this.#pending.length > 0; ) {
      const batch = this.#pending
      const spans = this.#spans
      this.#pending = []
      this.#spans = []
      try {
        await writeAlarms(this.db, batch)
        spans.forEach((end) => end())
        failures = 0
        this.#written += batch.length
        while (this.#settling[0] && this.#settling[0].until <= this.#written) this.#settling.shift()!.done()
      } catch (error) {
        this.#pending = [...batch, ...this.#pending]
        this.#spans = [...spans, ...this.#spans]
        this.log.error({ err: error, waiting: this.#pending.length }, 'alarms could not be written; trying again')
        await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** failures++, longestPauseMs)))
      }
    }
    this.#working = false
  }
}

/** One transaction; doing it twice changes nothing. Who watches is told once for each tenant. */
export async function writeAlarms(db: Database, changes: AlarmChange[]): Promise<void> {
  const raised = new Map<string, RaisedAlarm & { returnedAt: number | null }>()
  const returned: { tenantId: string; id: string; at: number }[] = []
  for (const change of changes) {
    if (change.kind === 'raised') raised.set(change.id, { ...change, returnedAt: null })
    else {
      const mine = raised.get(change.id)
      if (mine) mine.returnedAt = change.returnedAt
      // Also then: judged again after a crash, it may stand in the table from before.
      returned.push({ tenantId: change.tenantId, id: change.id, at: change.returnedAt })
    }
  }
  const client = await db.operatorPool.connect()
  let broken: Error | undefined
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${deadlineMs}`)
    const living = await holdTenants(client, changes.map(({ tenantId }) => tenantId))
    await giveBack(client, returned)
    await raise(client, [...raised.values()].filter(({ tenantId }) => living.has(tenantId)))
    await client.query('SELECT pg_notify($1, id) FROM unnest($2::text[]) AS id', [alarmChannel, [...living]])
    await client.query('COMMIT')
  } catch (error) {
    broken = error as Error
    await client.query('ROLLBACK').then(() => (broken = undefined), () => undefined)
    throw error
  } finally {
    client.release(broken)
  }
}

/** Before the new ones: of one rule at most one stands. */
async function giveBack(client: pg.PoolClient, rows: { tenantId: string; id: string; at: number }[]): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `UPDATE alarm a SET returned_at = greatest(q.at, a.raised_at), closed_at = CASE WHEN a.acknowledged_at IS NOT NULL THEN greatest(q.at, a.raised_at, a.acknowledged_at) END
     FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS q(tenant, id, at) WHERE a.tenant_id = q.tenant AND a.id = q.id AND a.returned_at IS NULL`,
    [rows.map(({ tenantId }) => tenantId), rows.map(({ id }) => id), rows.map(({ at }) => new Date(at))],
  )
}

async function raise(client: pg.PoolClient, rows: (RaisedAlarm & { returnedAt: number | null })[]): Promise<void> {
  if (rows.length === 0) return
  const column = <T>(of: (row: (typeof rows)[number]) => T) => rows.map(of)
  await client.query(
    `INSERT INTO alarm (tenant_id, id, rule_id, rule_version, signal_id, priority, name, value, "limit", raised_at, received_at, decided_at, returned_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::integer[], $7::text[], $8::float8[], $9::float8[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      column((r) => r.tenantId), column((r) => r.id), column((r) => r.ruleId), column((r) => r.ruleVersion), column((r) => r.signalId), column((r) => r.priority), column((r) => r.name),
      column((r) => r.value), column((r) => r.limit), column((r) => new Date(r.raisedAt)), column((r) => new Date(r.receivedAt)), column((r) => new Date(r.decidedAt)),
      column((r) => (r.returnedAt === null ? null : new Date(r.returnedAt))),
    ],
  )
}
