import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LakeEngine } from '@/lib/lake/query/port'
import type { Cell, QueryLimits, ResultColumn } from '@/lib/lake/query/protocol'
import type { QueryEnd } from '@/lib/lake/query/run-query'
import type { Reader } from '@/lib/tenancy/reach'

export interface EngineUnderTest {
  engine: LakeEngine
  /** A dairy with its story, as `plantWithStory` makes it on 9 March 2026. */
  tenantId: string
  /** The table of another plant, as somebody would name it who knows how this engine keeps them. */
  others: string
  stop(): Promise<void>
}

export interface Answered {
  end: QueryEnd
  columns: ResultColumn[]
  rows: Cell[][]
  progress: (number | null)[]
}

const limits: QueryLimits = { seconds: 60, memoryMb: 512, rows: 10_000 }

/** Asks, and collects. */
export async function askEngine(engine: LakeEngine, reader: Reader, sql: string, given: Partial<QueryLimits> = {}, signal = new AbortController().signal): Promise<Answered> {
  const answered: Omit<Answered, 'end'> = { columns: [], rows: [], progress: [] }
  const end = await engine.ask({ reader, sql, timeZone: 'UTC', limits: { ...limits, ...given }, signal }, {
    progress: (ratio) => answered.progress.push(ratio),
    columns: (columns) => (answered.columns = columns),
    rows: (rows) => answered.rows.push(...rows),
    note: () => undefined,
  })
  return { end, ...answered }
}

/** Queries that every engine answers alike; the second test holds their answers to each other. */
export const sameQueries = [
  `SELECT line, sum(total) AS total, sum(reject) AS reject, sum(producing_minutes) AS minutes FROM gold.oee GROUP BY line ORDER BY line`,
  `SELECT day, line, planned_busy_minutes, down_minutes, ideal_good_minutes / planned_busy_minutes AS oee FROM gold.oee WHERE planned_busy_minutes > 0 ORDER BY day, line`,
  `SELECT kind, count(*) AS stops, sum(minutes) AS minutes FROM gold.downtime GROUP BY kind ORDER BY stops DESC, kind`,
  `WITH worst AS (SELECT line, max(minutes) AS minutes FROM gold.downtime GROUP BY line) SELECT w.line, w.minutes, d.reason FROM worst w JOIN gold.downtime d ON d.line = w.line AND d.minutes = w.minutes ORDER BY w.line, d.reason`,
  `SELECT product, sum(good) AS good, count(DISTINCT line) AS lines FROM gold.quality GROUP BY product HAVING sum(good) > 0 ORDER BY product`,
  `SELECT * FROM silver.signals ORDER BY signal LIMIT 20`,
  `SELECT * FROM silver.batches ORDER BY 1, 2 LIMIT 20`,
  `SELECT line, minutes, rank() OVER (PARTITION BY line ORDER BY minutes DESC) AS place FROM gold.downtime WHERE minutes IS NOT NULL ORDER BY line, place, minutes LIMIT 50`,
  `SELECT CAST(1 AS BIGINT) AS big, 1.5 AS dec, CAST(0.1 AS DOUBLE) AS dbl, TRUE AS yes, NULL AS none, 'ü' AS words, DATE '2026-03-09' AS day, TIMESTAMP '2026-03-09 12:00:00.500' AS moment`,
]

/** What the query page may rely on, whoever answers. */
export function describeLakeEngine(title: string, setup: () => Promise<EngineUnderTest>): void {
  describe(`${title} as an engine of the lake`, { timeout: 180_000 }, () => {
    let test: EngineUnderTest
    const ask = (sql: string, given: Partial<QueryLimits> = {}, signal?: AbortSignal) => askEngine(test.engine, { tenantId: test.tenantId, places: null }, sql, given, signal)
    beforeAll(async () => void (test = await setup()), 300_000)
    afterAll(() => test?.stop())

    it.each(sameQueries)('answers %s', async (sql) => {
      const { end, columns, rows } = await ask(sql)
      expect(end).toEqual({ state: 'answered', rows: rows.length, isCut: false })
      expect(columns.length).toBeGreaterThan(0)
      expect(rows.length).toBeGreaterThan(0)
    })

    it('names columns with their types', async () => {
      expect((await ask(sameQueries.at(-1)!)).columns.map(({ name, type }) => `${name} ${type.replace(/\(.*/, '')}`)).toEqual(['big BIGINT', 'dec DECIMAL', 'dbl DOUBLE', 'yes BOOLEAN', expect.stringMatching(/^none /), 'words VARCHAR', 'day DATE', 'moment TIMESTAMP'])
    })

    it('answers of no row with columns', async () => {
      expect(await ask('SELECT line FROM gold.oee WHERE 1 = 0')).toMatchObject({ end: { state: 'answered', rows: 0, isCut: false }, columns: [{ name: 'line' }], rows: [] })
    })

    it('stops at as many rows as it may give, and says so', async () => {
      const { end, rows } = await ask('SELECT a.signal FROM silver.signals a CROSS JOIN silver.signals b', { rows: 7 })
      expect(end).toEqual({ state: 'answered', rows: 7, isCut: true })
      expect(rows).toHaveLength(7)
    })

    const endless = 'SELECT count(*) FROM gold.production_volume a CROSS JOIN gold.production_volume b CROSS JOIN gold.production_volume c WHERE a.total + b.total + c.total = -3'
    it('ends by itself when its time is over', async () => {
      const began = performance.now()
      expect((await ask(endless, { seconds: 4 })).end).toEqual({ state: 'failed', reason: 'No answer within 4 s. Ask for fewer signals or a shorter time.' })
      expect(performance.now() - began).toBeLessThan(15_000)
    })

    it('ends at once when it is cancelled, having said how far it is', async () => {
      const gone = new AbortController()
      const asked = ask(endless, {}, gone.signal)
      setTimeout(() => gone.abort(), 3000)
      const { end, progress } = await asked
      expect(end).toEqual({ state: 'cancelled', reason: 'Cancelled.' })
      for (const ratio of progress) expect(ratio === null || (ratio >= 0 && ratio <= 1)).toBe(true)
    })

    it('ends when it needs more memory than it may have', async () => {
      const wide = 'SELECT max(length(a.list)) FROM (SELECT x.at, array_agg(x.line || y.product || x.product || z.line) AS list FROM gold.production_volume x CROSS JOIN gold.production_volume y CROSS JOIN silver.signals z GROUP BY x.at) a'
      expect((await ask(test.engine.name === 'trino' ? wide.replace('length', 'cardinality') : wide, { memoryMb: 40 })).end).toMatchObject({ state: 'failed', reason: expect.stringMatching(/memory|No answer within/) })
    })

    it.each([
      ['INSERT', `INSERT INTO gold.oee SELECT * FROM gold.oee`], ['UPDATE', `UPDATE gold.oee SET line = 'x'`], ['DELETE', 'DELETE FROM gold.oee'], ['DROP', 'DROP TABLE gold.oee'],
      ['CREATE', 'CREATE TABLE gold.mine AS SELECT 1 AS a'], ['SET', 'SET SESSION query_max_memory = \'1TB\''], ['CALL', `CALL system.drop_table('a')`], ['ALTER', 'ALTER TABLE gold.oee DROP COLUMN line'],
    ])('refuses %s with a reason', async (verb, sql) => {
      expect((await ask(sql)).end).toMatchObject({ state: 'refused', reason: expect.stringContaining(`${verb} is refused`) })
    })

    it('refuses two statements, a table that it does not have, and what is no plant’s', async () => {
      for (const sql of ['SELECT 1; SELECT 2', 'SELECT * FROM gold.nothing', 'SELECT * FROM nothing.at_all', 'SELECT * FROM system.runtime.queries', 'SELECT * FROM pg_catalog.pg_tables', `SELECT * FROM ${test.others}`]) {
        expect((await ask(sql)).end, sql).toMatchObject({ state: 'refused', reason: expect.stringMatching(/There is no table|one SELECT|is refused/) })
      }
    })

    it('says what is not understood', async () => {
      expect((await ask('SELECT FROM WHERE')).end).toMatchObject({ state: 'failed', reason: expect.stringContaining('Not understood') })
      expect((await ask('SELECT nothing FROM gold.oee')).end).toMatchObject({ state: 'failed', reason: expect.stringMatching(/nothing/) })
    })
  })
}
