import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { figureQuery } from '@/lib/api/plant-figures'
import { mayEnter } from '@/lib/auth/capabilities'
import { currentCaller } from '@/lib/auth/current-person'
import { readerFor } from '@/lib/auth/places-of'
import { notThere, problemResponse, Refusal } from '@/lib/http/problem'
import { csvLine } from '@/lib/plant/export-csv'
import { figureTables } from '@/lib/plant/figures/figure-tables'
import { countQuery } from '@/lib/metering/count-query'
import { localDate } from '@/lib/plant/local-date'
import { system } from '@/lib/system'
import { hasFeature } from '@/lib/tenancy/features'

/** The figures of a page as CSV, with the page's own address: the same rows as `/api/v1/figures`. */
export async function GET(request: Request, { params }: { params: Promise<{ table: string }> }) {
  const requestId = randomUUID()
  try {
    const person = await currentCaller(request)
    if (!person) throw new Refusal(401, 'Not signed in', 'Sign in and open the page again.')
    if (!mayEnter(person.roles, 'data.download') || !(await hasFeature(system(), person, 'data-export'))) throw notThere()
    const asked = figureQuery.safeParse({ ...Object.fromEntries(new URL(request.url).searchParams), table: (await params).table })
    if (!asked.success) throw new Refusal(422, 'Not valid', z.prettifyError(asked.error))
    const { table, ...query } = asked.data
    const found = await figureTables[table](system(), await readerFor(system(), person, 'data.download'), query)
    if (!found) throw notThere()
    countQuery(system(), person.tenantId)
    const head = found.columns.map(({ name, unit }) => (unit ? `${name}_${unit.toLowerCase()}` : name))
    const day = localDate(found.period.to, found.timeZone)
    const fileName = `${found.place.path.replaceAll('/', '-')}-${table}-${day}.csv`
    return new Response(csvLine(head) + found.rows.map(csvLine).join(''), {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${fileName}"`, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' },
    })
  } catch (error) {
    if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId })
    system().log.error({ requestId, err: error }, 'export of figures failed')
    return problemResponse({ status: 500, title: 'Failed', detail: 'The figures could not be written. Try again; if it stays so, tell us the request id.', requestId })
  }
}
