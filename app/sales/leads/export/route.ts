import { randomUUID } from 'node:crypto'
import { may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import { notThere, problemResponse } from '@/lib/http/problem'
import { exportLead } from '@/lib/sales/export-lead'
import { system } from '@/lib/system'

/** Everything that is kept about one person, as JSON (GDPR, articles 15 and 20). */
export async function GET(request: Request) {
  const person = await currentPerson()
  const leadId = new URL(request.url).searchParams.get('lead') ?? ''
  const kept = person && may(person.roles, 'sales') ? await exportLead(system(), leadId, person.email) : null
  if (!kept) {
    const { status, title, detail } = notThere()
    return problemResponse({ status, title, detail, requestId: randomUUID() })
  }
  return new Response(JSON.stringify(kept, null, 2), {
    headers: { 'content-type': 'application/json', 'content-disposition': `attachment; filename="lead-${leadId}.json"`, 'cache-control': 'no-store' },
  })
}
