import type { DuckDBConnection } from '@duckdb/node-api'

/** In between, no zone's distance to UTC has seconds, as local mean times had. */
const [from, to] = ["TIMESTAMPTZ '1990-01-01 00:00:00Z'", "TIMESTAMPTZ '2100-01-01 00:00:00Z'"]

/**
 * `date_trunc` to minutes and hours by arithmetic instead of by a calendar, which for half a million readings takes longer
 * than to read and decrypt them, and makes one hour of the two when clocks are set back. Where the session's zone is ever
 * off UTC by a part of an hour, hours stay with the calendar; the rest is DuckDB's own. `schema` has to be first on the search path.
 */
export async function truncateQuickly(connection: DuckDBConnection, schema: string): Promise<void> {
  const seasons = await connection.runAndReadAll(`SELECT bool_and(date_part('timezone', start) % 3600 = 0) FROM unnest(generate_series(${from}, ${to}, INTERVAL 3 MONTH)) AS seasons(start)`)
  const quick = { minute: 60_000_000, ...(seasons.getRows()[0]![0] === true && { hour: 3_600_000_000 }) }
  const when = Object.entries(quick).map(([part, length]) => `WHEN lower(part) = '${part}' AND t >= ${from} AND t < ${to} THEN make_timestamptz(epoch_us(t) - epoch_us(t) % ${length})`)
  const others = ['TIMESTAMP', 'DATE', 'INTERVAL'].map((type) => `(part VARCHAR, t ${type}) AS system.main.date_trunc(part, t)`)
  await connection.run(`CREATE MACRO ${schema}.date_trunc(part VARCHAR, t TIMESTAMPTZ) AS CASE ${when.join(' ')} ELSE system.main.date_trunc(part, t) END, ${others.join(', ')}`)
}
