import { randomUUID } from 'node:crypto'
import Papa from 'papaparse'
import { leaseCells, leaseHeads } from '@/components/admin/lease-cells'
import { leaseFilterFrom } from '@/lib/admin/lease-filter'
import { loadLeases } from '@/lib/admin/load-leases'
import { may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import { notThere, problemResponse } from '@/lib/http/problem'
import { system } from '@/lib/system'

/** The table as it is shown under the same query, cell by cell. */
export async function GET(request: Request) {
  const person = await currentPerson()
  if (!person || !may(person.roles, 'admin')) {
    const { status, title, detail } = notThere()
    return problemResponse({ status, title, detail, requestId: randomUUID() })
  }
  const view = await loadLeases(system(), leaseFilterFrom(Object.fromEntries(new URL(request.url).searchParams)))
  const data = view.rows.map((row) => leaseCells(row, view.now))
  const csv = Papa.unparse({ fields: [...leaseHeads], data }, { escapeFormulae: true })
  return new Response(`${csv}\r\n`, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="demo-leases.csv"', 'cache-control': 'no-store' },
  })
}
