import { randomUUID } from 'node:crypto'
import { auditFilterFrom } from '@/lib/admin/audit-query'
import { searchAudit } from '@/lib/admin/search-audit'
import { currentPerson } from '@/lib/auth/current-person'
import { mayManage } from '@/lib/auth/manager'
import { notThere, problemResponse } from '@/lib/http/problem'
import { csvLine } from '@/lib/plant/export-csv'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

const heads = ['entry', 'when_utc', 'who', 'what', 'which', 'old', 'new', 'detail', 'reason']
const pageRows = 1000

/** The whole trail under the same filter as the page. */
export async function GET(request: Request, { params }: { params: Promise<{ tenant: string }> }) {
  const { tenant: tenantId } = await params
  const person = await currentPerson()
  if (!person || !mayManage(person, tenantId)) {
    const { status, title, detail } = notThere()
    return problemResponse({ status, title, detail, requestId: randomUUID() })
  }
  const { timeZone } = await loadTenant(system(), tenantId)
  const filter = auditFilterFrom(Object.fromEntries(new URL(request.url).searchParams), timeZone)
  let before: number | null = null
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(encoder.encode(csvLine(heads))),
    async pull(out) {
      const { rows, next } = await searchAudit(system(), tenantId, { ...filter, before }, pageRows)
      out.enqueue(encoder.encode(rows.map((row) => csvLine([row.seq, row.at, row.actor, row.action, row.subject, row.old, row.new, row.detail, row.reason])).join('')))
      before = next
      if (next === null) out.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="audit-${tenantId}.csv"`, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' } })
}
