import type pg from 'pg'
import type { UsageMeter } from '@/lib/generated/prisma/client'
import { dayOf, meterFacts } from '@/lib/metering/meters'

/**
 * Adds to what was counted today, in the caller's transaction: it is metered if and only if that commits. `counts` by
 * tenant; tenants in one order, so that two who count at once do not wait for each other in a circle.
 */
export async function count(client: Pick<pg.PoolClient, 'query'>, meter: UsageMeter, counts: Map<string, number>, now: Date): Promise<void> {
  const rows = [...counts].filter(([, quantity]) => quantity > 0).sort(([a], [b]) => (a < b ? -1 : 1))
  if (rows.length === 0) return
  await client.query(
    `INSERT INTO meter_counter (tenant_id, meter, day, quantity) SELECT tenant, $3::usage_meter, $4::date, quantity FROM unnest($1::text[], $2::bigint[]) AS q(tenant, quantity)
     ON CONFLICT (tenant_id, meter, day) DO UPDATE SET quantity = meter_counter.quantity + excluded.quantity`,
    [rows.map(([tenant]) => tenant), rows.map(([, quantity]) => quantity), meterFacts(meter).name, dayOf(now)],
  )
}
