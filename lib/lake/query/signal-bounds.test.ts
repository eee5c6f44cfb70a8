import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, it } from 'vitest'
import { boundsOf, signalBounds } from '@/lib/lake/query/signal-bounds'
import { quoted } from '@/lib/lake/lake-sql'

let connection: DuckDBConnection
beforeAll(async () => void (connection = await (await DuckDBInstance.create(':memory:')).connect()))

async function bounds(sql: string) {
  const parsed = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoted(sql)})`)
  return signalBounds(JSON.parse(String(parsed.getRows()[0]![0])))
}

describe('bounds of the signals that a query needs', () => {
  it.each([
    `SELECT * FROM readings WHERE signal IN ('b', 'a', 'c')`,
    `SELECT * FROM bronze.readings r WHERE time > now() AND (value > 1 AND r.signal IN ('a', 'c'))`,
    `SELECT * FROM readings WHERE signal IN ('a', 'b') UNION ALL SELECT * FROM readings WHERE signal IN ('c', 'b')`,
    `WITH x AS (SELECT * FROM readings WHERE signal IN ('a', 'c')) SELECT * FROM x JOIN silver.signals USING (signal)`,
  ])('are those of its lists: %s', async (sql) => expect(await bounds(sql)).toEqual({ least: 'a', most: 'c' }))
  it.each([
    `SELECT * FROM readings`,
    `SELECT * FROM readings WHERE signal IN ('a', 'c') OR value > 1`,
    `SELECT * FROM readings WHERE NOT (signal IN ('a', 'c'))`,
    `SELECT * FROM readings WHERE signal NOT IN ('a', 'c')`,
    `SELECT * FROM readings WHERE signal IN ('a', lower('C'))`,
    `SELECT * FROM readings WHERE signal IN ('a', NULL)`,
    `SELECT * FROM readings WHERE signal IN (SELECT signal FROM silver.signals)`,
    `SELECT * FROM readings WHERE upper(signal) IN ('a', 'c')`,
    `SELECT * FROM readings AS r(value, signal) WHERE signal IN ('a', 'c')`,
    `SELECT * FROM readings TABLESAMPLE 10% WHERE signal IN ('a', 'c')`,
    `SELECT * FROM readings a JOIN readings b USING (time) WHERE a.signal IN ('a', 'c')`,
    `SELECT * FROM silver.signals s WHERE EXISTS (SELECT 1 FROM readings r WHERE s.signal IN ('a', 'c'))`,
    `SELECT * FROM readings WHERE signal IN ('a', 'c') UNION ALL SELECT * FROM readings`,
  ])('are not there when it may need any: %s', async (sql) => expect(await bounds(sql)).toBeNull())
  it('are in the order of bytes, as DuckDB compares', () => expect(boundsOf(['\u{1F600}', '\uFFFD', 'z'])).toEqual({ least: 'z', most: '\u{1F600}' }))
})
