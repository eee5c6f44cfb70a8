import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { checkLake } from '@/lib/lake/check-lake'
import { lakePath } from '@/lib/lake/lake-files'
import { usualLake } from '@/lib/lake/lake-settings'
import { filesOf } from '@/lib/lake/manifest'
import { sealTenant } from '@/lib/lake/seal-tenant'
import type { Cell, QueryLimits } from '@/lib/lake/query/protocol'
import { stopSpareQuery } from '@/lib/lake/query/query-process'
import { type QueryEnd, runQuery } from '@/lib/lake/query/run-query'
import type { Reader } from '@/lib/tenancy/reach'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { customerWith } from '@/lib/testing/customer'
import { lakeCrypto } from '@/lib/testing/lake-rows'
import { testSystem } from '@/lib/testing/test-system'

const cryptoFile = await lakeCrypto()

describe.skipIf(cryptoFile === null)('a query', { timeout: 120_000 }, () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  const files: Record<string, string> = {}
  const whole = (tenantId: string): Reader => ({ tenantId, places: null })
  const limits: QueryLimits = { seconds: 60, memoryMb: 256, rows: 1000 }

  async function plant(id: string, first: number) {
    await customerWith(system, id, { lines: 2 })
    value(await ensureDataKey(system.db, system.keys, id))
    value(await system.objects.ensureSpace(id))
    await system.db.asOperator((tx) => tx.signal.createMany({ data: [1, 2].map((line) => ({ tenantId: id, id: `line-${line}.temp`, nodeId: `line-${line}`, name: 'Temperature', unit: '°C', decimals: 1, expectedIntervalSeconds: 1, quantity: 'temperature' })) }))
    const t = Array.from({ length: 300 }, (_, i) => system.clock.now().getTime() - 600_000 + i * 1000)
    const groups = [1, 2].map((line) => ({ signal: `line-${line}.temp`, t, v: t.map((_, i) => first + i) }))
    await embeddedTelemetry(system.db).append(id, { segment: 0, offset: 0 }, { segment: 0, offset: 1 }, [{ tenantId: id, sourceId: 's', webhookId: null, sha256: 'x', receivedAt: t[0]!, status: 202, answer: {}, refused: [], groups }])
    await sealTenant(system, id)
    const [file] = await filesOf(system, id, 'live')
    files[id] = value(await system.objects.fileOf(id, lakePath(file!)))!
  }

  beforeAll(async () => {
    system = await testSystem({ lake: { ...usualLake, cryptoFile, keepDays: 400 } })
    await embeddedTelemetry(system.db).keep(system.clock.now())
    await plant('mine', 0)
    await plant('theirs', 5000)
  })
  afterAll(async () => {
    stopSpareQuery()
    await system.stop()
  })

  interface Asked {
    end: QueryEnd
    rows: Cell[][]
    columns: string[]
    notes: string[]
  }

  async function ask(sql: string, { reader = whole('mine'), signal = new AbortController().signal, ...more }: Partial<QueryLimits> & { reader?: Reader; signal?: AbortSignal } = {}): Promise<Asked> {
    const asked: Asked = { end: { state: 'failed', reason: '' }, rows: [], columns: [], notes: [] }
    asked.end = await runQuery(system, { reader, sql, timeZone: 'Europe/Berlin', limits: { ...limits, ...more }, signal }, {
      columns: (columns) => (asked.columns = columns.map(({ name, type }) => `${name} ${type}`)),
      rows: (rows) => asked.rows.push(...rows),
      note: (text) => asked.notes.push(text),
    })
    return asked
  }
  const outcome = async (sql: string, more?: Parameters<typeof ask>[1]) => {
    const { end, rows } = await ask(sql, more)
    expect(rows).toEqual([])
    return end
  }

  describe('reads', () => {
    it('the readings of its own plant, in the time of the site', async () => {
      const { end, rows, columns } = await ask(`SELECT signal, min(time) AS first, count(*) AS n, max(value) AS most FROM readings GROUP BY 1 ORDER BY 1`)
      expect(end).toEqual({ state: 'answered', rows: 2, isCut: false })
      expect(columns).toEqual(['signal VARCHAR', 'first TIMESTAMP WITH TIME ZONE', 'n BIGINT', 'most DOUBLE'])
      expect(rows.map(([signal, , n, most]) => [signal, Number(n), most])).toEqual([['line-1.temp', 300, 299], ['line-2.temp', 300, 299]])
      expect((await ask(`SELECT strftime(time, '%H:%M') FROM bronze.readings ORDER BY time LIMIT 1`)).rows).toEqual([['12:50']])
    })

    it('tables of the product beside them, joined', async () => {
      const { end, rows } = await ask(`WITH line AS (SELECT * FROM silver.signals WHERE line = 'line-2') SELECT l.unit, count(*) FROM readings r JOIN line l USING (signal) GROUP BY 1`)
      expect(end).toMatchObject({ state: 'answered' })
      expect(rows).toEqual([['°C', '300']])
      expect((await ask('SELECT count(*) FROM stops')).rows).toEqual([['0']])
    })

    it('as many rows as may be shown, and says that there are more', async () => {
      const { end, rows } = await ask('SELECT * FROM readings', { rows: 100 })
      expect(end).toEqual({ state: 'answered', rows: 100, isCut: true })
      expect(rows).toHaveLength(100)
    })

    it('only the signals of the places of the reader', async () => {
      const reader: Reader = { tenantId: 'mine', places: { own: ['line-2'], ways: ['site'] } }
      expect((await ask('SELECT DISTINCT signal FROM readings', { reader })).rows).toEqual([['line-2.temp']])
      expect((await ask('SELECT signal FROM signals', { reader })).rows).toEqual([['line-2.temp']])
      const none: Reader = { tenantId: 'mine', places: { own: [], ways: [] } }
      expect((await ask('SELECT * FROM readings', { reader: none })).rows).toEqual([])
    })

    it('nothing where nothing is sealed yet', async () => {
      await customerWith(system, 'new')
      value(await ensureDataKey(system.db, system.keys, 'new'))
      expect(await ask('SELECT * FROM readings', { reader: whole('new') })).toMatchObject({ end: { state: 'answered', rows: 0 }, columns: ['signal VARCHAR', 'time TIMESTAMP WITH TIME ZONE', 'value DOUBLE'] })
    })

    it('every reading of the signals that it lists, however it lists them', async () => {
      const [one, two] = [`'line-1.temp'`, `'line-2.temp'`]
      const count = async (sql: string) => (await ask(sql)).rows.map(([n]) => Number(n))
      expect(await count(`SELECT count(*) FROM readings WHERE signal IN (${one}, 'none')`)).toEqual([300])
      expect(await count(`SELECT count(*) FROM readings WHERE signal IN (${one}, 'none') OR value > 0`)).toEqual([599])
      expect(await count(`SELECT count(*) FROM readings a, readings b WHERE a.signal IN (${one}, 'a') AND b.signal = ${two} AND a.value = b.value`)).toEqual([300])
      expect(await count(`SELECT count(*) FROM readings WHERE signal IN (${one}, 'a') UNION ALL SELECT count(*) FROM readings`)).toEqual([300, 600])
      expect(await count(`SELECT count(*) FROM readings WHERE signal IN (${one}, 'a') UNION ALL SELECT count(*) FROM readings r WHERE r.signal IN (${two}, 'b')`)).toEqual([300, 300])
    })

    it('a mistake as DuckDB explains it', async () => {
      expect(await outcome('SELECT valu FROM readings')).toMatchObject({ state: 'failed', reason: expect.stringContaining('valu') as string })
      expect(await outcome('SELEC 1')).toMatchObject({ state: 'failed', reason: expect.stringContaining('SELEC') as string })
      expect(await outcome('')).toMatchObject({ state: 'refused' })
    })
  })

  describe('is refused, with a reason, when it', () => {
    const own = () => files.mine!
    const other = () => files.theirs!
    const attempts: [what: string, sql: () => string, reason: RegExp][] = [
      ['reads a file as CSV', () => `SELECT * FROM read_csv('/etc/passwd')`, /read_csv\(\) is refused/],
      ['reads a file as text', () => `SELECT * FROM read_text('/etc/passwd')`, /read_text\(\) is refused/],
      ['lists files', () => `SELECT * FROM glob('/**')`, /glob\(\) is refused/],
      ['names a file as a table', () => `SELECT * FROM '/etc/passwd'`, /no table/],
      ['names a file as a table under a name that it declares', () => `WITH "/etc/hosts.csv" AS (SELECT 1) SELECT (SELECT count(*) FROM read_csv_auto('/etc/hosts'))`, /read_csv_auto\(\) is refused/],
      ['hides it in a subquery', () => `SELECT 1 WHERE EXISTS (SELECT 1 FROM readings WHERE value IN (SELECT column0 FROM read_csv('/etc/passwd')))`, /read_csv\(\) is refused/],
      ['hides it in a CTE', () => `WITH x AS (SELECT * FROM read_blob('/etc/passwd')) SELECT * FROM x`, /read_blob\(\) is refused/],
      ['asks for the text of another query', () => `SELECT * FROM query('SELECT * FROM read_csv(''/etc/passwd'')')`, /query\(\) is refused/],
      ['reads its own files past the view', () => `SELECT * FROM read_parquet('${own()}', encryption_config = {footer_key: 'lake'})`, /read_parquet\(\) is refused/],
      ['reads the files of another plant', () => `SELECT * FROM read_parquet('${other()}')`, /read_parquet\(\) is refused/],
      ['names the file of another plant', () => `SELECT * FROM '${other()}'`, /no table/],
      ['writes a file', () => `COPY (SELECT 1) TO '/tmp/millrace-escaped.csv'`, /COPY is refused/],
      ['writes over its own files', () => `COPY (SELECT 1) TO '${own()}'`, /COPY is refused/],
      ['attaches a database', () => `ATTACH '/tmp/millrace-escaped.db' AS x`, /ATTACH is refused/],
      ['installs an extension', () => 'INSTALL httpfs', /INSTALL is refused/],
      ['loads an extension', () => 'LOAD httpfs', /LOAD is refused/],
      ['changes a setting', () => `SET enable_external_access = true`, /SET is refused/],
      ['resets a setting', () => 'RESET memory_limit', /RESET is refused/],
      ['calls a pragma', () => `PRAGMA add_parquet_key('x', '${Buffer.alloc(32).toString('base64')}')`, /PRAGMA is refused/],
      ['makes a secret', () => `CREATE SECRET s (TYPE s3)`, /CREATE is refused|Not understood/],
      ['makes a macro', () => `CREATE MACRO f() AS TABLE SELECT 1`, /CREATE is refused/],
      ['exports the database', () => `EXPORT DATABASE '/tmp/millrace-escaped'`, /EXPORT is refused/],
      ['asks for settings', () => 'SELECT * FROM duckdb_settings()', /duckdb_settings\(\) is refused/],
      ['asks twice', () => `SELECT 1; SELECT 2`, /one SELECT/],
      ['adds a second one that is none', () => `SELECT 1; COPY (SELECT 1) TO '/tmp/millrace-escaped.csv'`, /refused/],
      ['reaches for the network', () => `SELECT * FROM 'https://example.com/a.parquet'`, /no table/],
      ['reaches for another database', () => `SELECT * FROM system.main.duckdb_logs`, /no table/],
    ]
    it.each(attempts)('%s', async (_, sql, reason) => {
      expect(await outcome(sql())).toMatchObject({ state: 'refused', reason: expect.stringMatching(reason) as string })
      expect(existsSync('/tmp/millrace-escaped.csv') || existsSync('/tmp/millrace-escaped.db')).toBe(false)
    })

    it('reads a setting that would tell of this machine: there is none to read', async () => {
      const { rows } = await ask(`SELECT current_setting('temp_directory'), current_setting('enable_external_access'), current_setting('lock_configuration')`)
      expect(rows).toEqual([['', false, true]])
      expect(await outcome(`SELECT getenv('HOME')`)).toMatchObject({ state: 'failed', reason: expect.stringContaining('getenv') as string })
    })
  })

  describe('is ended when it', () => {
    it('takes too much memory, and the next one is answered', async () => {
      expect(await outcome('SELECT count(*) FROM (SELECT DISTINCT range FROM range(200000000))')).toMatchObject({ state: 'failed', reason: expect.stringContaining('memory') as string })
      expect((await ask('SELECT 1')).rows).toEqual([[1]])
    })

    it('does not end', async () => {
      expect(await outcome('SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE a.range * b.range % 7 = 3', { seconds: 3 })).toMatchObject({ state: 'failed', reason: expect.stringContaining('within 3 s') as string })
    })

    it('is cancelled', async () => {
      const stop = new AbortController()
      const asked = outcome('SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE a.range * b.range % 7 = 3', { signal: stop.signal })
      await wait(500)
      stop.abort()
      expect(await asked).toEqual({ state: 'cancelled', reason: 'Cancelled.' })
    })
  })

  it('says which readings are missing when a file was cut short, and answers with the rest', async () => {
    await plant('cut', 0)
    await truncate(files.cut!, 100)
    const { end, notes } = await ask('SELECT count(*) FROM readings', { reader: whole('cut') })
    expect(end.state).toBe('answered')
    expect(notes).toEqual([expect.stringMatching(/^Readings from 2026-03-09T.* are missing: the file .* has 100 bytes/)])
  })

  it('counts the hours of a day on which clocks change: 23 in spring, 25 in autumn, none of them twice', async () => {
    const start = system.clock.now().getTime()
    for (const [id, changes, minutes] of [['spring', '2026-03-29', '1380'], ['autumn', '2026-10-25', '1500']] as const) {
      await customerWith(system, id, { lines: 1 })
      value(await ensureDataKey(system.db, system.keys, id))
      value(await system.objects.ensureSpace(id))
      const first = Date.parse(`${changes}T00:00:00Z`) - 3 * 3_600_000
      system.clock.advance(first + 30.1 * 3_600_000 - system.clock.now().getTime())
      await embeddedTelemetry(system.db).keep(system.clock.now())
      const t = Array.from({ length: 30 * 60 }, (_, i) => first + i * 60_000)
      await embeddedTelemetry(system.db).append(id, { segment: 0, offset: 0 }, { segment: 0, offset: 1 }, [{ tenantId: id, sourceId: 's', webhookId: null, sha256: 'x', receivedAt: t[0]!, status: 202, answer: {}, refused: [], groups: [{ signal: 'line-1.temp', t, v: t.map(() => 1) }] }])
      await sealTenant(system, id)
      const { rows } = await ask(`SELECT strftime(date_trunc('day', time), '%Y-%m-%d') AS day, count(*) FROM readings GROUP BY 1 ORDER BY 1`, { reader: whole(id) })
      expect(rows[1]).toEqual([changes, minutes])
      const hour = await ask(`SELECT count(*) FROM readings WHERE time >= '${changes} 02:00:00+02' AND time < '${changes} 02:00:00+01'`, { reader: whole(id) })
      expect(hour.rows).toEqual([['60']])
    }
    system.clock.advance(start - system.clock.now().getTime())
  })

  it('names the file in which a byte was changed, never answers with other rows, and with the rest from then on; what is brought back counts again', async () => {
    await plant('changed', 0)
    const right = await readFile(files.changed!)
    const all = async () => ask('SELECT signal, time, value FROM readings ORDER BY 1, 2', { reader: whole('changed') })
    const before = (await all()).rows
    const [file] = await filesOf(system, 'changed', 'live')
    // Anywhere in it: in the readings, in what lies between, in the footer.
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const wrong = Buffer.from(right)
      wrong[Math.floor(right.length * share)]! ^= 1
      await writeFile(files.changed!, wrong)
      const { end, rows } = await all()
      expect(rows).toEqual([])
      expect(end, String(share)).toMatchObject({ state: 'failed', reason: expect.stringContaining(file!.id) as string })
      const { end: next, notes } = await all()
      expect([next.state, notes]).toEqual(['answered', [expect.stringMatching(/^Readings from 2026-03-09T.* are missing: /)]])
      expect((await checkLake(system, 'changed')).damaged).toMatchObject([{ id: file!.id, why: `the bytes of ${file!.id} were changed` }])
      await writeFile(files.changed!, right)
      expect(await checkLake(system, 'changed')).toMatchObject({ files: 1, damaged: [], healed: [file!.id] })
      expect((await all()).rows).toEqual(before)
    }
    await rm(files.changed!)
    expect((await checkLake(system, 'changed')).damaged).toHaveLength(1)
  })

  it('finds nothing any more once the key is destroyed; another plant is answered as before', async () => {
    await plant('gone', 0)
    value(await system.keys.destroy('gone'))
    expect(await outcome('SELECT * FROM readings', { reader: whole('gone') })).toMatchObject({ state: 'failed', reason: expect.stringContaining('destroyed') as string })
    expect((await ask('SELECT count(*) FROM readings')).rows).toEqual([['600']])
  })
})
