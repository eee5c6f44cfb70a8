import { currentPerson } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import type { Answered } from '@/lib/embedding/pass-on'
import { refusedResponse, type Home } from '@/lib/embedding/refused-page'
import { requestIdOf, withLogContext } from '@/lib/observe/context'
import { measureRequest } from '@/lib/observe/metrics'

interface Door {
  answer(person: Person | null, request: Request): Promise<Answered>
}

/** Every request of a framed dashboard goes through the tool's door, as whoever holds the session now. */
export const toolRoute = (operation: string, door: () => Door | null, home: Home) => (request: Request): Promise<Response> => {
  const requestId = requestIdOf(request.headers)
  return withLogContext({ requestId }, () =>
    measureRequest(operation, async () => {
      const answered = (await door()?.answer(await currentPerson(), request)) ?? { refused: 'not-yours' as const }
      return 'response' in answered ? answered.response : refusedResponse(answered.refused, home, request, requestId)
    }),
  )
}
