import { currentPerson } from '@/lib/auth/current-person'
import { refusedResponse } from '@/lib/embedding/refused-page'
import { toolDoor } from '@/lib/embedding/tool-door'
import { requestIdOf, withLogContext } from '@/lib/observe/context'
import { measureRequest } from '@/lib/observe/metrics'

/** Every request of a framed dashboard; see lib/embedding. */
function handle(request: Request): Promise<Response> {
  const requestId = requestIdOf(request.headers)
  return withLogContext({ requestId }, () =>
    measureRequest('BI tool', async () => {
      const answered = (await toolDoor()?.answer(await currentPerson(), request)) ?? { refused: 'not-yours' as const }
      return 'response' in answered ? answered.response : refusedResponse(answered.refused, request, requestId)
    }),
  )
}

export { handle as GET, handle as POST, handle as PUT, handle as PATCH, handle as DELETE }
