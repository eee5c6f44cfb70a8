import type pg from 'pg'
import type { Logger } from 'pino'
import type { AlarmChange, RaisedAlarm } from '@/lib/alarm/engine'
import { alarmChannel } from '@/lib/alarm/load-alarms'
import type { Database } from '@/lib/db'
import { beginSpan } from '@/lib/observe/tracing'

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

/**
 * One statement, since every round trip waits for its turn among the requests; doing it twice changes nothing. Tenants that
 * are gone get nothing, and those that there are are held to its end. Who watches is told once for each.
 */
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
  const rows = [...raised.values()]
  const column = <T>(of: (row: (typeof rows)[number]) => T) => rows.map(of)
  const values = [
    alarmChannel, [...new Set(changes.map(({ tenantId }) => tenantId))],
    returned.map(({ tenantId }) => tenantId), returned.map(({ id }) => id), returned.map(({ at }) => new Date(at)),
    column((r) => r.tenantId), column((r) => r.id), column((r) => r.ruleId), column((r) => r.ruleVersion), column((r) => r.signalId), column((r) => r.priority), column((r) => r.name),
    column((r) => r.value), column((r) => r.limit), column((r) => new Date(r.raisedAt)), column((r) => new Date(r.receivedAt)), column((r) => new Date(r.decidedAt)),
    column((r) => (r.returnedAt === null ? null : new Date(r.returnedAt))),
  ]
  // The driver's types do not know the limit, which ends the connection too: what still runs there changes nothing twice.
  await db.operatorPool.query({ text: statement, values, query_timeout: deadlineMs } as pg.QueryConfig)
}

/** Given back before the new ones are raised, which look whether it is done: of one rule at most one stands. */
const statement = `
  WITH living AS MATERIALIZED (SELECT id FROM tenant WHERE id = ANY($2::text[]) ORDER BY id FOR KEY SHARE),
  given_back AS (
    UPDATE alarm a SET returned_at = greatest(q.at, a.raised_at), closed_at = CASE WHEN a.acknowledged_at IS NOT NULL THEN greatest(q.at, a.raised_at, a.acknowledged_at) END
    FROM unnest($3::text[], $4::text[], $5::timestamptz[]) AS q(tenant, id, at) WHERE a.tenant_id = q.tenant AND a.id = q.id AND a.returned_at IS NULL RETURNING 1),
  raised AS (
    INSERT INTO alarm (tenant_id, id, rule_id, rule_version, signal_id, priority, name, value, "limit", raised_at, received_at, decided_at, returned_at)
    SELECT r.* FROM unnest($6::text[], $7::text[], $8::text[], $9::integer[], $10::text[], $11::integer[], $12::text[], $13::float8[], $14::float8[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[])
      AS r(tenant, id, rule, version, signal, priority, name, value, "limit", raised, received, decided, returned)
    WHERE r.tenant IN (SELECT id FROM living) AND (SELECT count(*) FROM given_back) >= 0
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT pg_notify($1, id) FROM living WHERE (SELECT count(*) FROM raised) >= 0`
