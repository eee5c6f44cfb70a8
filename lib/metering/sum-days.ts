import type pg from 'pg'
import { meters } from '@/lib/metering/meters'

export interface UsageSum {
  tenantId: string
  day: string
  meter: string
  quantity: bigint
}

const greatest = meters.filter(({ day }) => day === 'greatest').map(({ name }) => `'${name}'`).join(', ')
/** One rule for the sums that are kept and for those that are made anew to check them. */
const daily = `
  SELECT tenant_id, day, meter, CASE WHEN meter IN (${greatest}) THEN max(quantity) ELSE sum(quantity)::bigint END AS quantity, count(*)::int AS events
  FROM meter_event WHERE day >= $1 AND day < $2`

type Client = Pick<pg.Pool, 'query'>

/** Writes the sums of the days `from` (in) to `to` (out), of all tenants, over what stands there. @returns how many. */
export async function sumDays(client: Client, from: string, to: string): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO usage_day (tenant_id, day, meter, quantity, events) ${daily} GROUP BY tenant_id, day, meter
     ON CONFLICT (tenant_id, day, meter) DO UPDATE SET quantity = excluded.quantity, events = excluded.events`,
    [from, to],
  )
  return rowCount ?? 0
}

/** The same sums, of one tenant, from the events alone. */
export const sumsFromEvents = (client: Client, tenantId: string, from: string, to: string): Promise<UsageSum[]> =>
  read(client, `${daily} AND tenant_id = $3 GROUP BY tenant_id, day, meter`, [from, to, tenantId])

/** The same of every tenant, in one reading of the events. */
export const allSumsFromEvents = (client: Client, from: string, to: string): Promise<UsageSum[]> => read(client, `${daily} GROUP BY tenant_id, day, meter`, [from, to])

/** As they were summed up last. */
export const sumsAsKept = (client: Client, tenantId: string, from: string, to: string): Promise<UsageSum[]> =>
  read(client, 'SELECT tenant_id, day, meter, quantity FROM usage_day WHERE day >= $1 AND day < $2 AND tenant_id = $3', [from, to, tenantId])

async function read(client: Client, query: string, values: string[]): Promise<UsageSum[]> {
  const { rows } = await client.query<{ tenant_id: string; day: string; meter: string; quantity: string }>(
    `SELECT tenant_id, to_char(day, 'YYYY-MM-DD') AS day, meter::text AS meter, quantity::text AS quantity FROM (${query}) sums ORDER BY day, meter`,
    values,
  )
  return rows.map((row) => ({ tenantId: row.tenant_id, day: row.day, meter: row.meter, quantity: BigInt(row.quantity) }))
}
