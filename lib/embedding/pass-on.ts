/** Why there is nothing to see, for a page in the frame and for scripts. */
export type Refused = 'signed-out' | 'not-yours' | 'too-large' | 'absent' | 'down'

export type Answered = { refused: Refused } | { response: Response }

const bodyBytes = 256 * 1024
const deadlineMs = 60_000
/** What a tool is told of a request; nothing else reaches it: no cookie, nor what says who somebody is. */
const passedOn = ['accept', 'accept-language', 'content-type', 'if-none-match', 'if-modified-since', 'range']
/** What the browser is told of the answer. */
const passedBack = ['content-type', 'content-disposition', 'content-security-policy', 'cache-control', 'etag', 'last-modified', 'accept-ranges', 'content-range', 'vary']

/** The text of a request; null when it is larger than a dashboard asks. */
export async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytes) return null
  const text = await request.text()
  return text.length > bodyBytes ? null : text
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Hands a request that was judged to a tool, with few of its headers, and few of the answer's back. A tool that does not answer in time is down. */
export async function passOn(request: Request, send: (headers: Headers, signal: AbortSignal) => Promise<Response>): Promise<Answered> {
  const headers = new Headers()
  for (const name of passedOn) if (request.headers.has(name)) headers.set(name, request.headers.get(name)!)
  const answer = await send(headers, AbortSignal.any([request.signal, AbortSignal.timeout(deadlineMs)])).catch(() => null)
  if (!answer) return { refused: 'down' }
  // It would lead elsewhere: to a sign-in of the tool's own.
  if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) return { refused: 'not-yours' }
  return { response: new Response(answer.body, { status: answer.status, headers: safeHeaders(answer.headers) }) }
}

function safeHeaders(from: Headers): Headers {
  const headers = new Headers()
  for (const name of passedBack) if (from.has(name)) headers.set(name, from.get(name)!)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', `default-src 'none'; frame-ancestors 'self'`)
  // Kept for this person's browser only, if at all.
  headers.set('cache-control', /max-age=\d{4,}/.test(headers.get('cache-control') ?? '') ? 'private, max-age=31536000' : 'no-store')
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'same-origin')
  return headers
}
