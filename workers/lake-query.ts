import { DuckDBInstance, type DuckDBConnection, type DuckDBResult } from '@duckdb/node-api'
import { lakeKeyName } from '@/lib/lake/lake-key-name'
import { memoryWords } from '@/lib/lake/query/end-words'
import { fence } from '@/lib/lake/query/fence'
import { loadCrypto, lockDown } from '@/lib/lake/query/lock-down'
import { truncateQuickly } from '@/lib/lake/query/quick-truncation'
import { boundsOf, signalBounds } from '@/lib/lake/query/signal-bounds'
import type { Cell, FromQuery, ToQuery } from '@/lib/lake/query/protocol'
import { quoted, readFiles } from '@/lib/lake/lake-sql'
import { appendRows, createTable } from '@/lib/plant/write-parquet'

/**
 * One question to DuckDB, then this process ends: nothing of one plant is left for the next. It has no settings and no
 * database; what it may open is told before it is locked. DuckDB is up before there is a question, with nobody's key.
 */
type Ask = Extract<ToQuery, { kind: 'ask' }>

const say = (message: FromQuery) => void process.send?.(message)
const tables = new Map<string, Extract<ToQuery, { kind: 'table' }>['columns']>()
let connection: DuckDBConnection
let bounds: ReturnType<typeof signalBounds> = null
const cryptoFile = process.argv[2]
let asked: Ask
// In order: a page is appended before the next one is looked at.
let work: Promise<void> = comeUp()

process.on('disconnect', () => process.exit(0))
process.on('message', (message: ToQuery) => (work = work.then(() => take(message)).catch(fail)))
say({ kind: 'ready' })

async function comeUp(): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '256MB', temp_directory: '', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' })
  connection = await instance.connect()
  await connection.run('CREATE SCHEMA bronze; CREATE SCHEMA silver; CREATE SCHEMA gold')
  // Without it files are opened all the same.
  if (cryptoFile) await loadCrypto(connection, cryptoFile).catch((error: unknown) => console.error('queries open files slowly:', error))
}

async function take(message: ToQuery): Promise<void> {
  if (message.kind === 'ask') return open((asked = message))
  if (message.kind === 'go') return answer()
  if (message.kind === 'table') {
    tables.set(message.name, message.columns)
    return createTable(connection, `${message.schema}.${message.name}`, message.columns)
  }
  return appendRows(connection, message, { columns: tables.get(message.name)!, rows: message.rows })
}

async function open({ sql, tables: known, limits, timeZone }: Ask): Promise<void> {
  watchMemory(limits.memoryMb)
  await connection.run(`SET memory_limit = '${limits.memoryMb}MB'; SET TimeZone = ${quoted(timeZone)}`)
  const parsed = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoted(sql)})`)
  const serialized = JSON.parse(String(parsed.getRows()[0]![0])) as Parameters<typeof fence>[1]
  const judged = fence(sql, serialized, known)
  if (!judged.ok) return say({ kind: judged.kind, reason: judged.reason })
  bounds = signalBounds(serialized)
  say({ kind: 'needs', tables: judged.tables })
}

async function answer(): Promise<void> {
  await lock()
  const progress = setInterval(() => {
    const { percentage } = connection.progress
    say({ kind: 'progress', ratio: percentage < 0 ? null : Math.min(1, percentage / 100) })
  }, 200)
  try {
    await send(await connection.stream(asked.sql))
  } finally {
    clearInterval(progress)
  }
}

/** The view on the tenant's files, then nothing else can be opened. */
async function lock(): Promise<void> {
  const { files, key, signals } = asked
  const between = [bounds, signals && boundsOf(signals)].flatMap((one) => (one ? [`signal BETWEEN ${quoted(one.least)} AND ${quoted(one.most)}`] : []))
  const seen = signals ? [`signal IN (${signals.map(quoted).join(', ') || 'NULL'})`] : []
  const where = [...between, ...seen].length > 0 ? `WHERE ${[...between, ...seen].join(' AND ')}` : ''
  const source = files.length > 0 ? readFiles(files) : '(SELECT NULL::VARCHAR AS signal, NULL::TIMESTAMPTZ AS time, NULL::DOUBLE AS value WHERE false)'
  await connection.run(`PRAGMA add_parquet_key('${lakeKeyName}', ${quoted(key)})`)
  await connection.run(`CREATE VIEW bronze.readings AS SELECT signal, time, value FROM ${source} ${where}`)
  await connection.run("SET search_path = 'bronze,silver,gold'")
  if (/date_trunc/i.test(asked.sql)) await truncateQuickly(connection, 'bronze')
  await lockDown(connection, files)
}

async function send(result: DuckDBResult): Promise<void> {
  const names = result.deduplicatedColumnNames()
  say({ kind: 'columns', columns: names.map((name, i) => ({ name, type: result.columnType(i).toString() })) })
  let left = asked.limits.rows
  for await (const rows of result.yieldRowsJson()) {
    const taken = rows.slice(0, left) as Cell[][]
    if (taken.length > 0) await sent({ kind: 'rows', rows: taken })
    left -= taken.length
    if (rows.length > taken.length) return say({ kind: 'done', isCut: true })
  }
  say({ kind: 'done', isCut: false })
}

/** Waits until it has left: a reader that is slower than DuckDB must not fill this process. */
const sent = (message: FromQuery) => new Promise<void>((resolve) => void process.send?.(message, () => resolve()))

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const reason = /out of memory/i.test(message) ? memoryWords(asked.limits) : message
  say({ kind: /permission error|configuration has been locked/i.test(message) ? 'refused' : 'failed', reason })
}

/** What is allocated beside DuckDB's own limit is bounded too. */
function watchMemory(memoryMb: number): void {
  const most = memoryMb * 2 * 2 ** 20
  setInterval(() => {
    if (process.memoryUsage.rss() < most) return
    say({ kind: 'failed', reason: `The query needs more memory than it may have (${memoryMb} MB).` })
    process.disconnect()
  }, 100)
}
