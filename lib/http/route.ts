import { SpanKind } from '@opentelemetry/api'
import { z } from 'zod'
import { type Capability, mayEnter } from '@/lib/auth/capabilities'
import { currentCaller } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import { notThere, problemResponse, Refusal } from '@/lib/http/problem'
import { requestIdOf, withLogContext } from '@/lib/observe/context'
import { measureRequest } from '@/lib/observe/metrics'
import { inSpan } from '@/lib/observe/tracing'
import { system } from '@/lib/system'

/** What a route is: the OpenAPI document is made from the same schemas that check its input. */
export interface RouteSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  method: 'get' | 'post'
  path: string
  summary: string
  description: string
  /** `public`, or what the caller must be able to do. */
  access: 'public' | Capability
  /** JSON body of a POST, query of a GET; with `consumes` the body as text. */
  input: I
  /** The media type of a body that is not JSON. */
  consumes?: string
  output: O
  status?: number
  /** Of a POST; 64 KiB when not said. */
  maxBodyBytes?: number
}

export interface RouteCall<I> {
  input: I
  person: Person | null
  request: Request
  requestId: string
  /** Address of the caller as the front proxy saw it. */
  address: string
}

const usualBodyBytes = 64 * 1024

/** Validated input in, checked output or RFC 9457 problem+json out, logged once. */
export function route<I extends z.ZodType, O extends z.ZodType>(spec: RouteSpec<I, O>, handle: (call: RouteCall<z.output<I>>) => Promise<z.input<O>>) {
  const answerTo = async (request: Request, requestId: string): Promise<Response> => {
    try {
      const person = await authorise(spec.access, request)
      if (person?.impersonation && spec.method === 'post' && spec.access !== 'public') throw new Refusal(403, 'Only to look', 'You look as somebody else: nothing can be changed.')
      const input = await readInput(spec, request)
      const address = request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '127.0.0.1'
      const output = await handle({ input, person, request, requestId, address })
      return Response.json(spec.output.parse(output), { status: spec.status ?? 200, headers: { 'x-request-id': requestId, 'cache-control': 'no-store' } })
    } catch (error) {
      return failureResponse(error, requestId)
    }
  }
  const name = `${spec.method.toUpperCase()} ${spec.path}`
  return (request: Request): Promise<Response> => {
    const requestId = requestIdOf(request.headers)
    const parent = request.headers.get('traceparent') ?? undefined
    const measured = () =>
      inSpan(name, { kind: SpanKind.SERVER, parent, attributes: { 'millrace.request_id': requestId } }, (span) =>
        measureRequest(name, () => answerTo(request, requestId)).then((response) => (span.setAttribute('http.response.status_code', response.status), response)),
      )
    return withLogContext({ requestId }, measured)
  }
}

async function authorise(access: RouteSpec['access'], request: Request): Promise<Person | null> {
  const person = await currentCaller(request)
  if (access === 'public') return person
  if (!person) throw new Refusal(401, 'Not signed in', 'Sign in and send the session cookie, or an API key as Authorization: Bearer mrk_….')
  if (!mayEnter(person.roles, access)) throw notThere()
  return person
}

async function readInput<I extends z.ZodType>(spec: RouteSpec<I>, request: Request): Promise<z.output<I>> {
  if (spec.method === 'get') return spec.input.parse(Object.fromEntries(new URL(request.url).searchParams))
  const text = await request.text()
  const most = spec.maxBodyBytes ?? usualBodyBytes
  if (text.length > most) throw new Refusal(413, 'Too large', `The body may have ${most / 1024} KiB.`)
  if (spec.consumes) return spec.input.parse(text)
  let body: unknown
  try {
    body = text === '' ? {} : JSON.parse(text)
  } catch {
    throw new Refusal(400, 'Not JSON', 'Send a JSON object in UTF-8.')
  }
  return spec.input.parse(body)
}

/** What a caller is told of whatever was thrown; a bug is logged, and its words stay here. */
export function failureResponse(error: unknown, requestId: string): Response {
  if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId }, error.headers)
  if (error instanceof z.ZodError) {
    const errors = error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
    return problemResponse({ status: 422, title: 'Not valid', detail: 'Correct the named fields and send it again.', errors, requestId })
  }
  system().log.error({ err: error }, 'request failed')
  return problemResponse({ status: 500, title: 'Failed', detail: 'Nothing was changed that you asked for. Try again; if it stays so, tell us the request id.', requestId })
}
