import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { recordAudit } from '@/lib/audit/record'
import { mayEnter } from '@/lib/auth/capabilities'
import { currentCaller } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import { readerFor } from '@/lib/auth/places-of'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import { notThere, problemResponse, Refusal } from '@/lib/http/problem'
import { csvLine } from '@/lib/plant/export-csv'
import { exportPeriod, lastWeek } from '@/lib/plant/export-period'
import { exportExtents, exportPages, type ExportPeriod } from '@/lib/plant/export-rows'
import { type ExportTable, findExportTable } from '@/lib/plant/export-tables'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { writeParquet } from '@/lib/plant/write-parquet'
import { countQuery } from '@/lib/metering/count-query'
import { system } from '@/lib/system'
import { hasFeature } from '@/lib/tenancy/features'
import type { Reader } from '@/lib/tenancy/reach'

/** A Parquet file is written as a whole before it is sent. */
const mostParquetRows = 500_000

interface Wish {
  person: Person
  /** What of the plant this person may take away. */
  reader: Reader
  timeZone: string
  table: ExportTable
  period: ExportPeriod
  fileName: string
}

/** A table of the person's own plant as CSV (streamed) or Parquet. Not JSON, so not by `route()`. */
export async function GET(request: Request, { params }: { params: Promise<{ table: string }> }) {
  const requestId = randomUUID()
  try {
    const { searchParams } = new URL(request.url)
    const format = searchParams.get('format') ?? 'csv'
    if (format !== 'csv' && format !== 'parquet') throw new Refusal(422, 'Not valid', 'The format is csv or parquet.')
    const wish = await readWish(request, (await params).table, format)
    const response = format === 'csv' ? csvResponse(wish) : await parquetResponse(wish)
    await writeDown(wish, format)
    return response
  } catch (error) {
    if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId })
    system().log.error({ requestId, err: error }, 'export failed')
    return problemResponse({ status: 500, title: 'Failed', detail: 'The table could not be written. Try again; if it stays so, tell us the request id.', requestId })
  }
}

async function readWish(request: Request, id: string, format: string): Promise<Wish> {
  const query = new URL(request.url).searchParams
  const person = await currentCaller(request)
  if (!person) throw new Refusal(401, 'Not signed in', 'Sign in and open the data page again.')
  const table = findExportTable(id)
  if (!table || !mayEnter(person.roles, 'data.download') || !(await hasFeature(system(), person, 'data-export'))) throw notThere()
  const { timeZone, name } = await loadTenant(system(), person)
  const usual = lastWeek(system().clock.now(), timeZone)
  const days = { from: query.get('from') || usual.from, to: query.get('to') || usual.to }
  const period = exportPeriod(days, timeZone)
  if (!period.ok) throw new Refusal(422, 'Not valid', period.refusal.message)
  const fileName = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${id}-${days.from}-to-${days.to}.${format}`
  return { person, reader: await readerFor(system(), person, 'data.download'), timeZone, table, period: period.value, fileName }
}

const headers = (type: string, fileName: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${fileName}"`,
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
})

function csvResponse({ reader, timeZone, table, period, fileName }: Wish): Response {
  const pages = exportPages(system(), { reach: reader, timeZone }, table, period)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(encoder.encode(csvLine(table.columns.map(({ name }) => name)))),
    // Asked for the next page only when the reader has taken the last one.
    async pull(out) {
      const { value, done } = await pages.next()
      if (done) return out.close()
      out.enqueue(encoder.encode(value.map(csvLine).join('')))
    },
    cancel: () => void pages.return(undefined),
  })
  return new Response(body, { headers: headers('text/csv; charset=utf-8', fileName) })
}

async function parquetResponse({ reader, timeZone, table, period, fileName }: Wish): Promise<Response> {
  const [extent] = await exportExtents(system(), reader, period, [table])
  if (extent!.rows > mostParquetRows) throw new Refusal(422, 'Too much at once', `That is ${extent!.rows} rows; a Parquet file takes ${mostParquetRows}. Choose fewer days, or CSV.`)
  const rows: unknown[][] = []
  for await (const page of exportPages(system(), { reach: reader, timeZone }, table, period)) rows.push(...page)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-export-'))
  try {
    const file = path.join(folder, 'table.parquet')
    await writeParquet(file, { name: table.id, columns: table.columns, rows })
    return new Response(new Uint8Array(await readFile(file)), { headers: headers('application/vnd.apache.parquet', fileName) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeDown({ person, table, fileName }: Wish, format: string) {
  const { db, clock } = system()
  const now = clock.now()
  countQuery(system(), person.tenantId)
  await db.asOperator(async (tx) => {
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'data.exported', subject: fileName, detail: { table: table.id, format } })
    if (person.lease) await recordEngagement(tx, now, { kind: 'data.downloaded', subject: person.lease.leadId ?? person.lease.name, leaseId: person.lease.id, detail: { table: table.id, format } })
  })
}
