import { randomUUID } from 'node:crypto'
import { problemResponse, Refusal } from '@/lib/http/problem'
import { toArrow } from '@/lib/lake/query/arrow-file'
import { askLake } from '@/lib/lake/query/ask-lake'
import { readQuestion } from '@/lib/lake/query/read-question'
import { type ResultTable, toCsv, toParquet } from '@/lib/lake/query/result-file'
import { exportLimits } from '@/lib/lake/query/run-query'
import { system } from '@/lib/system'

const types = { csv: 'text/csv; charset=utf-8', parquet: 'application/vnd.apache.parquet', arrow: 'application/vnd.apache.arrow.file' }
const writers = { csv: toCsv, parquet: toParquet, arrow: toArrow }

/** The answer of a query as a file: all rows of it, not only those on the screen. Not JSON, so not by `route()`. */
export async function POST(request: Request) {
  const requestId = randomUUID()
  try {
    const { person, sql, engine, format } = await readQuestion(request, true)
    const table: ResultTable = { columns: [], rows: [] }
    const end = await askLake(system(), person, { sql, engine, limits: exportLimits, signal: request.signal, takes: format }, {
      columns: (columns) => (table.columns = columns),
      rows: (rows) => table.rows.push(...rows),
      note: () => undefined,
    })
    if (end.state !== 'answered') throw new Refusal(422, 'Not answered', end.reason)
    if (end.isCut) throw new Refusal(422, 'Too much at once', `That is more than ${exportLimits.rows} rows. Ask for a shorter time or for sums.`)
    const body = await writers[format](table)
    return new Response(new Uint8Array(body), { headers: { 'content-type': types[format], 'content-disposition': `attachment; filename="query.${format}"`, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' } })
  } catch (error) {
    if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId })
    system().log.error({ requestId, err: error }, 'query was not taken away')
    return problemResponse({ status: 500, title: 'Failed', detail: 'The file could not be written. Try again; if it stays so, tell us the request id.', requestId })
  }
}
