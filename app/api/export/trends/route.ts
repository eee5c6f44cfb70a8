import { z } from 'zod'
import { trendQuery } from '@/lib/api/trend-query'
import { recordAudit } from '@/lib/audit/record'
import { mayEnter } from '@/lib/auth/capabilities'
import { currentCaller } from '@/lib/auth/current-person'
import { readerFor } from '@/lib/auth/places-of'
import { notThere, problemResponse, Refusal } from '@/lib/http/problem'
import { countQuery } from '@/lib/metering/count-query'
import { system } from '@/lib/system'
import { hasFeature } from '@/lib/tenancy/features'
import { exportTrend } from '@/lib/telemetry/trend/export-trend'

/** The window of a trend as CSV, exactly; written down as every download is. */
export async function GET(request: Request): Promise<Response> {
  const requestId = crypto.randomUUID()
  try {
    const person = await currentCaller(request)
    if (!person) throw new Refusal(401, 'Not signed in', 'Sign in and open the trend again.')
    if (!mayEnter(person.roles, 'data.download') || !(await hasFeature(system(), person, 'data-export'))) throw notThere()
    const { signals, from, to } = trendQuery.parse(Object.fromEntries(new URL(request.url).searchParams))
    const { rowsAre, pages } = await exportTrend(system(), await readerFor(system(), person, 'data.download'), signals, { from, to })
    countQuery(system(), person.tenantId)
    const stamp = (at: number) => new Date(at).toISOString().slice(0, 16).replaceAll(':', '')
    const fileName = `trend-${stamp(from)}-to-${stamp(to)}-${rowsAre}.csv`
    await system().db.inTenant(person, (tx) =>
      recordAudit(tx, system().clock.now(), { tenantId: person.tenantId, actor: person.email, action: 'data.exported', subject: fileName, detail: { signals: signals.join(', '), format: 'csv' } }),
    )
    return csv(fileName, pages)
  } catch (error) {
    if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId })
    if (error instanceof z.ZodError) return problemResponse({ status: 422, title: 'Not valid', detail: error.issues[0]!.message, requestId })
    system().log.error({ requestId, err: error }, 'trend export failed')
    return problemResponse({ status: 500, title: 'Failed', detail: 'The file could not be written. Try again; if it stays so, tell us the request id.', requestId })
  }
}

function csv(fileName: string, pages: Iterable<string>): Response {
  const encoder = new TextEncoder()
  const next = pages[Symbol.iterator]()
  const body = new ReadableStream<Uint8Array>({
    // Made only when the reader has taken the last one.
    pull(out) {
      const { value, done } = next.next()
      if (done) return out.close()
      out.enqueue(encoder.encode(value))
    },
  })
  return new Response(body, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${fileName}"`, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' },
  })
}
