import { z } from 'zod'
import { failed, type Failure } from '@/lib/adapters/outcome'

/** A service account: who asks, and in which realm it is known. */
export interface ServiceAccount {
  realm: string
  clientId: string
  clientSecret: string
}

export interface KeycloakAnswer {
  status: number
  body: unknown
}

/** A Keycloak that did not do as asked, as the failure that the caller hands on. */
export class KeycloakProblem extends Error {
  constructor(
    readonly failure: Failure,
    /** Its HTTP status, when it answered. */
    readonly status?: number,
  ) {
    super(failure.message)
  }
}

const token = z.object({ access_token: z.string(), expires_in: z.number() })
/** A token is renewed so long before its end. */
const marginMs = 10_000

/** Keycloak's admin REST API: one request as a service account, answered or an error that names the deadline or the refusal. */
export class KeycloakApi {
  private held: { token: string; until: number } | null = null
  private asked: Promise<string> | null = null

  constructor(
    private readonly url: string,
    private readonly account: ServiceAccount,
  ) {}

  /** `path` below `/admin/realms`. */
  async ask(method: string, path: string, signal: AbortSignal, accepted: number[], body?: unknown): Promise<KeycloakAnswer> {
    const response = await this.request(method, path, signal, body)
    const text = await response.text().catch(() => '')
    if (accepted.includes(response.status)) return { status: response.status, body: parse(text) }
    const kind = response.status >= 500 || response.status === 429 || response.status === 401 ? 'unavailable' : 'refused'
    throw new KeycloakProblem(failed(kind, `Keycloak answered ${response.status} to ${method} ${path}: ${reason(text)}`).failure, response.status)
  }

  /** A token that the server does not know any more (restarted, key changed) is asked for anew, once. */
  private async request(method: string, path: string, signal: AbortSignal, body: unknown): Promise<Response> {
    const send = async () => reach(`${this.url}/admin/realms${path}`, signal, {
      method,
      headers: { authorization: `Bearer ${await this.token(signal)}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const response = await send()
    if (response.status !== 401) return response
    this.held = null
    return send()
  }

  /** Many who need one at once ask once. */
  private token(signal: AbortSignal): Promise<string> {
    if (this.held && this.held.until > Date.now()) return Promise.resolve(this.held.token)
    return (this.asked ??= this.fetchToken(signal).finally(() => (this.asked = null)))
  }

  private async fetchToken(signal: AbortSignal): Promise<string> {
    const { realm, clientId, clientSecret } = this.account
    const response = await reach(`${this.url}/realms/${realm}/protocol/openid-connect/token`, signal, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
    })
    const text = await response.text().catch(() => '')
    const { data } = token.safeParse(parse(text))
    if (!data) throw new KeycloakProblem(failed(response.status >= 500 ? 'unavailable' : 'refused', `Keycloak gives ${clientId} of ${realm} no token: ${response.status} ${reason(text)}`).failure, response.status)
    this.held = { token: data.access_token, until: Date.now() + data.expires_in * 1000 - marginMs }
    return data.access_token
  }
}

async function reach(url: string, signal: AbortSignal, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal })
  } catch (error) {
    throw new KeycloakProblem(asFailure(error, signal))
  }
}

export function asFailure(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof KeycloakProblem) return error.failure
  if (signal.aborted) return failed('timeout', 'Keycloak did not answer in time').failure
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return failed('unavailable', `Keycloak does not answer${cause || (error instanceof Error ? `: ${error.message}` : '')}`).failure
}

const refusal = z.object({ errorMessage: z.string().optional(), error_description: z.string().optional(), error: z.string().optional() })

function reason(text: string): string {
  const said = refusal.safeParse(parse(text)).data
  return said?.errorMessage ?? said?.error_description ?? said?.error ?? text.slice(0, 200)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
