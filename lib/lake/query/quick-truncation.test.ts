import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { truncateQuickly } from '@/lib/lake/query/quick-truncation'

async function inZone(zone: string) {
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  await duck.run(`SET TimeZone = '${zone}'; CREATE SCHEMA bronze`)
  await truncateQuickly(duck, 'bronze')
  await duck.run("SET search_path = 'bronze'")
  return async (sql: string) => (await duck.runAndReadAll(sql)).getRowsJson()
}

/** Every 97 minutes of thirty years: each minute of the hour comes, on either side of every change of clocks. */
const moments = "unnest(generate_series(TIMESTAMPTZ '2005-01-01 00:00:00Z', TIMESTAMPTZ '2035-01-01 00:00:00Z', INTERVAL 97 MINUTE)) AS moments(t)"

describe.each(['Europe/Berlin', 'America/New_York', 'Africa/Casablanca', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Caracas', 'UTC'])('date_trunc in %s', (zone) => {
  it.each(['minute', 'HOUR', 'day', 'month'])('to the %s is DuckDB’s own, but for an hour that comes twice', async (part) => {
    const ask = await inZone(zone)
    const twice = "date_part('timezone', t) > date_part('timezone', t + INTERVAL 1 HOUR)"
    const [[differ]] = (await ask(`SELECT count(*) FROM ${moments} WHERE date_trunc('${part}', t) <> system.main.date_trunc('${part}', t) AND NOT (${twice})`)) as [[string]]
    expect(differ).toBe('0')
  })
})

describe('date_trunc', () => {
  it('keeps both hours apart when clocks are set back', async () => {
    const ask = await inZone('Europe/Berlin')
    const times = ['2026-10-25 00:10:00Z', '2026-10-25 01:10:00Z', '2026-10-25 02:10:00Z'].map((time) => `epoch(date_trunc('hour', TIMESTAMPTZ '${time}')) % 86400`)
    expect(await ask(`SELECT ${times.join(', ')}`)).toEqual([[0, 3600, 7200]])
  })

  it('goes by the calendar where zones had seconds, and by none for infinity or nothing', async () => {
    const ask = await inZone('Europe/Berlin')
    expect(await ask(`SELECT epoch(date_trunc('hour', TIMESTAMPTZ '1890-06-01 12:30:00Z')) % 3600, date_trunc('hour', TIMESTAMPTZ 'infinity')::VARCHAR, date_trunc('hour', NULL::TIMESTAMPTZ)`)).toEqual([[-3208, 'infinity', null]])
  })

  it('takes dates, times without a zone and intervals as DuckDB does, under the name that was asked', async () => {
    const ask = await inZone('Asia/Kolkata')
    expect(await ask(`SELECT date_trunc('hour', TIMESTAMP '2026-05-05 10:59:00')::VARCHAR, date_trunc('month', DATE '2026-05-05')::VARCHAR, date_trunc('hour', INTERVAL 90 MINUTE)::VARCHAR`)).toEqual([['2026-05-05 10:00:00', '2026-05-01 00:00:00', '01:00:00']])
    await expect(ask("SELECT date_trunc('hors', now())")).rejects.toThrow(/"hors" not recognized/)
  })
})
