import type { ChildProcess } from 'node:child_process'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import { localFile } from '@/lib/lake/local-file'
import { keyWords, timeWords } from '@/lib/lake/query/end-words'
import { explainDamage } from '@/lib/lake/query/explain-damage'
import type { Cell, FromQuery, QueryLimits, ResultColumn, ToQuery } from '@/lib/lake/query/protocol'
import { type QueryProcess, takeQueryProcess } from '@/lib/lake/query/query-process'
import { tablePeriod } from '@/lib/lake/query/table-period'
import { productTables } from '@/lib/lake/query/tables'
import { exportPages } from '@/lib/plant/export-rows'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

export const screenLimits: QueryLimits = { seconds: 30, memoryMb: 512, rows: 10_000 }
export const exportLimits: QueryLimits = { seconds: 120, memoryMb: 512, rows: 1_000_000 }

export interface Question {
  reader: Reader
  sql: string
  timeZone: string
  limits: QueryLimits
  /** Aborted, the query ends at once. */
  signal: AbortSignal
}

export interface QueryEvents {
  progress?(ratio: number | null): void
  columns(columns: ResultColumn[]): void
  /** Slows the query down while it is not done. */
  rows(rows: Cell[][]): void
  /** What the reader should know of the answer. */
  note(text: string): void
}

export type QueryEnd = { state: 'answered'; rows: number; isCut: boolean } | { state: 'refused' | 'failed' | 'cancelled'; reason: string }

/** Asks DuckDB, in a process of its own, about what this reader may see. Never throws for what a query does. */
export async function runQuery(system: System, question: Question, events: QueryEvents): Promise<QueryEnd> {
  const key = await lakeKeyOf(system, question.reader.tenantId)
  if (!key.ok) return { state: 'failed', reason: keyWords(key.failure) }
  const [files, signals] = await Promise.all([openFiles(system, question.reader.tenantId, events), visibleSignals(system, question.reader)])
  const ask: ToQuery = { kind: 'ask', sql: question.sql, key: key.value, files, signals, tables: Object.fromEntries([...productTables].map(([name, { schema }]) => [name, schema])), timeZone: question.timeZone, limits: question.limits }
  return explainDamage(system, question.reader.tenantId, await converse(system, takeQueryProcess(system.settings.lake.cryptoFile), ask, question, events))
}

function converse(system: System, { child, end: endProcess }: QueryProcess, ask: ToQuery, question: Question, events: QueryEvents): Promise<QueryEnd> {
  const { limits, signal } = question
  let rows = 0
  return new Promise<QueryEnd>((resolve) => {
    const end = (answer: QueryEnd) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
      endProcess()
      resolve(answer)
    }
    const fail = (error: unknown) => {
      system.log.error({ err: error }, 'query broke off')
      end({ state: 'failed', reason: 'The query broke off. Try again.' })
    }
    const cancel = () => end({ state: 'cancelled', reason: 'Cancelled.' })
    const timer = setTimeout(() => end({ state: 'failed', reason: timeWords(limits) }), limits.seconds * 1000)
    if (signal.aborted) return cancel()
    signal.addEventListener('abort', cancel)
    child.on('error', fail)
    child.on('exit', () => end({ state: 'failed', reason: 'The query was ended: it needed more memory than it may have.' }))
    child.on('message', (message: FromQuery) => {
      if (message.kind === 'needs') giveTables(system, child, message.tables, question, events).catch(fail)
      else if (message.kind === 'progress') events.progress?.(message.ratio)
      else if (message.kind === 'columns') events.columns(message.columns)
      else if (message.kind === 'rows') {
        rows += message.rows.length
        events.rows(message.rows)
      } else if (message.kind === 'done') end({ state: 'answered', rows, isCut: message.isCut })
      else if (message.kind !== 'ready') end({ state: message.kind, reason: message.reason })
    })
    tell(child, ask)
  })
}

const tell = (child: ChildProcess, message: ToQuery) => new Promise<void>((resolve) => child.send(message, () => resolve()))

/** Tables that the query names, as this reader sees them, page by page. */
async function giveTables(system: System, child: ChildProcess, names: string[], question: Question, events: QueryEvents): Promise<void> {
  for (const name of names) {
    const { schema, table } = productTables.get(name)!
    const period = await tablePeriod(system, question.reader, table)
    if (period.isCut) events.note(`${name}: the last ${period.days} days; there are too many rows before.`)
    await tell(child, { kind: 'table', schema, name, columns: table.columns.map((column) => ({ name: column.name, type: column.type })) })
    for await (const rows of exportPages(system, { reach: question.reader, timeZone: question.timeZone }, table, period)) await tell(child, { kind: 'page', schema, name, rows })
  }
  await tell(child, { kind: 'go' })
}

/** Files that count; one that is not as it was written is left out and said. */
async function openFiles(system: System, tenantId: string, events: QueryEvents): Promise<string[]> {
  const listed = await system.db.inTenant(tenantId, (tx) => tx.lakeFile.findMany({ where: { state: { in: ['live', 'damaged'] } }, select: { id: true, day: true, bytes: true, startsAt: true, endsAt: true, state: true }, orderBy: { startsAt: 'asc' } }))
  const files: string[] = []
  for (const file of listed) {
    const local = file.state === 'live' ? await localFile(system, tenantId, file) : null
    if (local?.ok) files.push(local.value)
    else events.note(`Readings from ${file.startsAt.toISOString()} to ${file.endsAt.toISOString()} are missing: ${local ? local.failure.message : `the file ${file.id} is damaged`}.`)
  }
  return files
}

/** Whoever holds roles on some places sees the signals of these places. */
async function visibleSignals({ db }: System, reader: Reader): Promise<string[] | null> {
  if (reader.places === null) return null
  return (await db.inTenant(reader, (tx) => tx.signal.findMany({ select: { id: true } }))).map(({ id }) => id)
}
