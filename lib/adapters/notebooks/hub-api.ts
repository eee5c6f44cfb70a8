import { z } from 'zod'
import { failed, type Failure } from '@/lib/adapters/outcome'

export interface HubAnswer {
  status: number
  body: unknown
}

/** A hub that did not do as asked, as the failure that the caller hands on. */
export class HubProblem extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

export const hubUser = z.object({
  name: z.string(),
  last_activity: z.string().nullish(),
  servers: z
    .record(z.string(), z.object({ ready: z.boolean(), pending: z.string().nullable(), last_activity: z.string().nullish() }))
    .default({}),
})
export type HubUser = z.infer<typeof hubUser>

/** JupyterHub's REST API (version 6): one request, answered or an error that names the deadline or the refusal. */
export class HubApi {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async ask(method: string, path: string, signal: AbortSignal, accepted: number[], body?: unknown): Promise<HubAnswer> {
    const response = await fetch(`${this.url}/hub/api${path}`, {
      method,
      signal,
      headers: { authorization: `token ${this.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch((error: unknown) => {
      throw new HubProblem(asFailure(error, signal))
    })
    const text = await response.text().catch(() => '')
    if (!accepted.includes(response.status)) {
      const kind = response.status >= 500 || response.status === 429 ? 'unavailable' : 'refused'
      // Its proxy outlives it for a moment.
      const who = [502, 503, 504].includes(response.status) ? 'the notebook hub does not run; its proxy' : 'the notebook hub'
      throw new HubProblem(failed(kind, `${who} answered ${response.status} to ${method} ${path}: ${reason(text)}`).failure)
    }
    return { status: response.status, body: parse(text) }
  }

  /** The user with the state of their servers; null when the hub knows no such name. */
  async findUser(name: string, signal: AbortSignal): Promise<HubUser | null> {
    const { status, body } = await this.ask('GET', `/users/${name}`, signal, [200, 404])
    return status === 404 ? null : hubUser.parse(body)
  }

  /** Every user, however many pages the hub cuts them into. */
  async listUsers(signal: AbortSignal): Promise<HubUser[]> {
    const users: HubUser[] = []
    for (;;) {
      const { body } = await this.ask('GET', `/users?offset=${users.length}&limit=200`, signal, [200])
      const page = z.array(hubUser).parse(body)
      users.push(...page)
      if (page.length === 0) return users
    }
  }
}

export function asFailure(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof HubProblem) return error.failure
  if (signal.aborted) return failed('timeout', 'the notebook hub did not answer in time').failure
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return failed('unavailable', error instanceof Error ? error.message + cause : String(error)).failure
}

const reason = (text: string) => z.object({ message: z.string() }).safeParse(parse(text)).data?.message ?? text.slice(0, 200)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
