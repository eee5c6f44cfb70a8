import { randomUUID } from 'node:crypto'
import Papa from 'papaparse'
import { type Capability, may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import { notThere, problemResponse } from '@/lib/http/problem'

/** A table as a file for whoever may, and the page that is not there for everybody else. */
export async function csvFor(capability: Capability, filename: string, load: (person: Person) => Promise<{ fields: readonly string[]; data: string[][] }>): Promise<Response> {
  const person = await currentPerson()
  if (!person || !may(person.roles, capability)) {
    const { status, title, detail } = notThere()
    return problemResponse({ status, title, detail, requestId: randomUUID() })
  }
  const { fields, data } = await load(person)
  // A cell that begins like a formula is text: whoever filled in a form must not run in a spreadsheet.
  const csv = Papa.unparse({ fields: [...fields], data }, { escapeFormulae: true })
  return new Response(`${csv}\r\n`, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${filename}"`, 'cache-control': 'no-store' } })
}
