/** RFC 9457. `title` and `detail` are for the caller; what went wrong inside stands in the log under `requestId`. */
export interface Problem {
  status: number
  title: string
  detail: string
  requestId: string
  errors?: { field: string; message: string }[]
}

/** A refusal with a code and a public text; everything else that is thrown is a bug and answered without its words. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(`${title}: ${detail}`)
  }
}

export const notThere = () => new Refusal(404, 'Not found', 'There is nothing at this address that you can open.')

export function problemResponse({ requestId, ...problem }: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', ...problem, instance: `urn:request:${requestId}` }), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': requestId, ...headers },
  })
}
