import { randomUUID } from 'node:crypto'
import { dayAfter, dayOf } from '@/lib/metering/meters'
import { storedBytes } from '@/lib/metering/stored-bytes'
import { sumDays } from '@/lib/metering/sum-days'
import type { System } from '@/lib/system'

/** So often the workers meter; a server that is up at that moment is taken to have been up so long. */
export const meterEveryMinutes = 5
/** Stories and the platform itself belong to nobody who is charged. Tenants are held: nothing is metered for one that is being removed. */
const metered = `kind IN ('customer', 'demo')`

/** Makes meter events of what there is and of what was counted, and sums up yesterday and today. Twice is once. */
export async function meterUsage(system: System): Promise<void> {
  const now = system.clock.now()
  const today = dayOf(now)
  await sealCounters(system, now)
  await meterLines(system, now)
  await meterNotebooks(system, now)
  await meterStorage(system, now)
  await sumDays(system.db.operatorPool, dayAfter(today, -1), dayAfter(today))
}

/** What was counted becomes events, in one statement: each count is in exactly one event. */
export async function sealCounters({ db }: Pick<System, 'db'>, now: Date): Promise<void> {
  await db.operatorPool.query(
    `WITH sealed AS (DELETE FROM meter_counter RETURNING tenant_id, meter, day, quantity)
     INSERT INTO meter_event (tenant_id, id, meter, day, at, quantity) SELECT tenant_id, meter || ':' || day || ':' || $1, meter, day, $2, quantity FROM sealed`,
    [randomUUID(), now],
  )
}

/** A line that was there on a day is a line-day, also when it was there for an hour. */
const meterLines = ({ db }: System, now: Date) =>
  db.operatorPool.query(
    `INSERT INTO meter_event (tenant_id, id, meter, day, at, subject, quantity)
     SELECT n.tenant_id, 'line:' || n.id || ':' || $1, 'line', $1::date, $2, n.id, 1 FROM plant_node n JOIN tenant t ON t.id = n.tenant_id
     WHERE n.level = 'line' AND t.${metered} FOR KEY SHARE OF t ON CONFLICT DO NOTHING`,
    [dayOf(now), now],
  )

async function meterNotebooks(system: System, now: Date): Promise<void> {
  const slot = new Date(Math.floor(now.getTime() / (meterEveryMinutes * 60_000)) * meterEveryMinutes * 60_000)
  const { rows } = await system.db.operatorPool.query<{ id: string }>(`SELECT id FROM tenant WHERE ${metered} AND EXISTS (SELECT FROM lease_part p JOIN lease l ON l.id = p.lease_id WHERE l.name = tenant.id AND p.part = 'notebook' AND p.state = 'up')`)
  for (const { id } of rows) {
    const activity = await system.notebooks.activity(id).catch(() => null)
    // Where no hub is named there is no activity either.
    if (!activity?.ok || !activity.value?.running) continue
    await system.db.operatorPool.query(
      `INSERT INTO meter_event (tenant_id, id, meter, day, at, quantity) SELECT id, $2, 'notebook-seconds', $3::date, $4, $5 FROM tenant WHERE id = $1 FOR KEY SHARE ON CONFLICT DO NOTHING`,
      [id, `notebook:${slot.toISOString()}`, dayOf(slot), now, meterEveryMinutes * 60],
    )
  }
}

/** Four times a day: it reads every row. */
async function meterStorage(system: System, now: Date): Promise<void> {
  const quarter = `${dayOf(now)}:${Math.floor(now.getUTCHours() / 6) + 1}`
  const { rows } = await system.db.operatorPool.query<{ id: string }>(
    `SELECT t.id FROM tenant t WHERE ${metered} AND NOT EXISTS (SELECT FROM meter_event e WHERE e.tenant_id = t.id AND e.id = 'stored:' || $1)`,
    [quarter],
  )
  const bytes = await storedBytes(system, rows.map(({ id }) => id))
  for (const [tenantId, quantity] of bytes) {
    await system.db.operatorPool.query(
      `INSERT INTO meter_event (tenant_id, id, meter, day, at, quantity) SELECT id, $2, 'stored-bytes', $3::date, $4, $5 FROM tenant WHERE id = $1 FOR KEY SHARE ON CONFLICT DO NOTHING`,
      [tenantId, `stored:${quarter}`, dayOf(now), now, quantity],
    )
  }
}
