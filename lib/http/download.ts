import { z } from 'zod'
import { type Capability, may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import { notThere, problemResponse, Refusal } from '@/lib/http/problem'
import { requestIdOf } from '@/lib/observe/context'
import { system } from '@/lib/system'

export interface DownloadFile {
  name: string
  type: 'text/csv; charset=utf-8' | 'application/json'
  text: string
}

/** A file made of what the query asks for, for those who may; refusals and bugs are answered as `route()` does. */
export function download<I extends z.ZodType>(access: Capability, query: I, make: (asked: z.output<I>, person: Person) => Promise<DownloadFile>) {
  return async (request: Request): Promise<Response> => {
    const requestId = requestIdOf(request.headers)
    try {
      const person = await currentPerson()
      if (!person) throw new Refusal(401, 'Not signed in', 'Sign in and open the page again.')
      if (!may(person.roles, access)) throw notThere()
      const asked = query.safeParse(Object.fromEntries(new URL(request.url).searchParams))
      if (!asked.success) throw new Refusal(422, 'Not valid', z.prettifyError(asked.error))
      const { name, type, text } = await make(asked.data, person)
      return new Response(text, {
        headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store', 'x-request-id': requestId },
      })
    } catch (error) {
      if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId })
      system().log.error({ requestId, err: error }, 'a download failed')
      return problemResponse({ status: 500, title: 'Failed', detail: 'The file could not be made. Try again; if it stays so, tell us the request id.', requestId })
    }
  }
}
