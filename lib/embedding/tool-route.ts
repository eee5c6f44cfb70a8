import type { Person } from '@/lib/auth/person'
import { personOfCookies } from '@/lib/auth/person-of-cookies'
import type { Answered } from '@/lib/embedding/pass-on'
import { refusedResponse, type Home } from '@/lib/embedding/refused-page'
import { failureResponse } from '@/lib/http/route'
import { requestIdOf, withLogContext } from '@/lib/observe/context'
import { measureRequest } from '@/lib/observe/metrics'
import { system } from '@/lib/system'

interface Door {
  answer(person: Person | null, request: Request): Promise<Answered>
}

/** Every request of a framed dashboard goes through the tool's door, as whoever holds the session now. It needs nothing of Next.js: see framed-tools.ts. */
export const toolRoute = (operation: string, door: () => Door | null, home: Home) => (request: Request): Promise<Response> => {
  const requestId = requestIdOf(request.headers)
  const answer = async () => {
    const person = await personOfCookies(system(), request.headers.get('cookie') ?? undefined)
    const answered = (await door()?.answer(person, request)) ?? { refused: 'not-yours' as const }
    return 'response' in answered ? answered.response : refusedResponse(answered.refused, home, request, requestId)
  }
  return withLogContext({ requestId }, () => measureRequest(operation, () => answer().catch((error: unknown) => failureResponse(error, requestId))))
}
