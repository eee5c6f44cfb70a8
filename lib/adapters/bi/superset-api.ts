import { z } from 'zod'
import { type Failure, failed, type Outcome } from '@/lib/adapters/outcome'

/** Superset did not do as asked: what the caller hands on. */
export class SupersetProblem extends Error {
  constructor(
    readonly failure: Failure,
    /** Its HTTP status, when it answered. */
    readonly status?: number,
  ) {
    super(failure.message)
  }
}

export interface SupersetAccount {
  /** With the path below which it serves, without a trailing slash. */
  url: string
  user: string
  password: string
}

interface Entry {
  bearer: string
  csrf: string
  cookie: string
  until: number
}

const page = z.object({ count: z.number(), result: z.array(z.record(z.string(), z.unknown())) })
/** Superset gives a token for 15 minutes. */
const entryMs = 10 * 60_000

/** Superset's REST API as the portal's own account. */
export class SupersetApi {
  private entry: Entry | null = null
  private entering: Promise<Entry> | null = null

  constructor(private readonly account: SupersetAccount) {}

  /** `path` below `/api/v1`. A token that the server does not know any more is asked for anew, once. @throws SupersetProblem */
  async ask(method: string, path: string, signal: AbortSignal, body?: object | FormData): Promise<Record<string, unknown>> {
    let answer = await this.send(method, path, signal, body)
    if (answer.status === 401) {
      this.entry = null
      answer = await this.send(method, path, signal, body)
    }
    return answered(answer, `${method} ${path.split('?')[0]}`)
  }

  /** Every row of a list, page by page. `filter` in Superset's own words, see `startsWith`. */
  async list(kind: string, filter: string, columns: string[], signal: AbortSignal): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = []
    for (let at = 0; ; at++) {
      const query = `(columns:!(${columns.join(',')}),filters:!(${filter}),page:${at},page_size:100)`
      const found = page.parse(await this.ask('GET', `/${kind}/?q=${encodeURIComponent(query)}`, signal))
      rows.push(...found.result)
      if (rows.length >= found.count || found.result.length === 0) return rows
    }
  }

  /** Removes what is still there of these. */
  async remove(kind: string, ids: number[], signal: AbortSignal): Promise<void> {
    if (ids.length === 0) return
    await this.ask('DELETE', `/${kind}/?q=${encodeURIComponent(`!(${ids.join(',')})`)}`, signal).catch((error: unknown) => {
      if (!(error instanceof SupersetProblem) || error.status !== 404) throw error
    })
  }

  private async send(method: string, path: string, signal: AbortSignal, body?: object | FormData): Promise<Response> {
    const { bearer, csrf, cookie } = await this.enter(signal)
    const json = body && !(body instanceof FormData)
    return reach(`${this.account.url}/api/v1${path}`, signal, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'x-csrftoken': csrf, cookie, referer: this.account.url, ...(json && { 'content-type': 'application/json' }) },
      body: json ? JSON.stringify(body) : (body as FormData | undefined),
    })
  }

  /** Many who need it at once sign in once. */
  private enter(signal: AbortSignal): Promise<Entry> {
    if (this.entry && this.entry.until > Date.now()) return Promise.resolve(this.entry)
    return (this.entering ??= this.signIn(signal).finally(() => (this.entering = null)))
  }

  private async signIn(signal: AbortSignal): Promise<Entry> {
    const { url, user: username, password } = this.account
    const headers = { 'content-type': 'application/json' }
    const login = await reach(`${url}/api/v1/security/login`, signal, { method: 'POST', headers, body: JSON.stringify({ username, password, provider: 'db', refresh: false }) })
    const bearer = parse(await login.text()).access_token
    if (typeof bearer !== 'string') throw new SupersetProblem(failed(login.status >= 500 ? 'unavailable' : 'refused', `Superset does not let ${username} in: ${login.status}`).failure, login.status)
    const answer = await reach(`${url}/api/v1/security/csrf_token/`, signal, { headers: { authorization: `Bearer ${bearer}` } })
    const csrf = String(parse(await answer.text()).result)
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')
    return (this.entry = { bearer, csrf, cookie, until: Date.now() + entryMs })
  }
}

/** What it says. @throws SupersetProblem when it does not do what was asked */
export async function answered(answer: Response, asked: string): Promise<Record<string, unknown>> {
  const text = await answer.text()
  if (answer.ok) return parse(text)
  const kind = answer.status >= 500 || [401, 429].includes(answer.status) ? 'unavailable' : 'refused'
  throw new SupersetProblem(failed(kind, `Superset answered ${answer.status} to ${asked}: ${text.slice(0, 300)}`).failure, answer.status)
}

/** A condition of `list`: rows whose `column` begins so, also in other letters; the caller looks again. */
export const startsWith = (column: string, text: string) => `(col:${column},opr:sw,value:${quoted(text)})`
export const equals = (column: string, value: number) => `(col:${column},opr:eq,value:${value})`
export const ofDatabase = (id: number) => `(col:database,opr:rel_o_m,value:${id})`

const quoted = (text: string) => `'${text.replace(/[!']/g, '!$&')}'`

/** Runs `call` with a deadline. What Superset throws becomes a failure that the reconciler can branch on. */
export async function asking<T>(deadlineMs: number, call: (signal: AbortSignal) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    return await call(signal)
  } catch (error) {
    if (signal.aborted) return failed('timeout', `Superset did not answer within ${Math.round(deadlineMs / 1000)} s`)
    if (error instanceof SupersetProblem) return { ok: false, failure: error.failure }
    throw error
  }
}

export async function reach(url: string, signal: AbortSignal, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal, redirect: 'manual' })
  } catch (error) {
    if (signal.aborted) throw error
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
    throw new SupersetProblem(failed('unavailable', `Superset does not answer${cause}`).failure)
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
