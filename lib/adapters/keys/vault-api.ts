import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { failed, type Failure } from '@/lib/adapters/outcome'

export interface VaultOptions {
  /** Of Vault or OpenBao, e.g. `https://vault.example.com:8200`. */
  url: string
  /** Holds the token and is read at each call: whoever renews it (Vault Agent, an injector) writes it anew. */
  tokenFile: string
  /** Where the transit engine is mounted. */
  mount: string
  deadlineMs?: number
}

/** Vault did not do as asked: what the caller hands on. */
export class VaultProblem extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

export interface VaultAnswer {
  status: number
  data: Record<string, unknown>
  /** What it said, on one line. */
  said: string
}

const answerShape = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(z.string()).nullish() })

/** The transit engine's HTTP API, the same at Vault 1.x and OpenBao 2.x. */
export class VaultApi {
  constructor(private readonly options: VaultOptions) {}

  /** Answers 200, 204, 400, 403 and 404 are for the caller to read; everything else is an outage. @throws VaultProblem */
  async ask(method: string, place: string, body?: object): Promise<VaultAnswer> {
    const { url, mount, deadlineMs = 8000 } = this.options
    const signal = AbortSignal.timeout(deadlineMs)
    const headers = { 'x-vault-token': await this.token(), 'content-type': 'application/json' }
    const answer = await fetch(`${url}/v1/${mount}/${place}`, { method, signal, headers, body: body && JSON.stringify(body) })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((error: unknown) => {
        throw new VaultProblem(outage(error, signal))
      })
    const { data, errors } = answerShape.safeParse(parse(answer.text)).data ?? {}
    const said = errors?.join('; ') || `status ${answer.status}`
    if (![200, 204, 400, 403, 404].includes(answer.status)) throw new VaultProblem(failed('unavailable', `the key store answered: ${said}`).failure)
    return { status: answer.status, data: data ?? {}, said }
  }

  private async token(): Promise<string> {
    const text = await readFile(this.options.tokenFile, 'utf8').catch(() => {
      throw new VaultProblem(failed('unavailable', `the token of the key store cannot be read from ${this.options.tokenFile}`).failure)
    })
    return text.trim()
  }
}

function outage(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return failed('timeout', 'the key store did not answer in time').failure
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return failed('unavailable', `the key store does not answer${cause}`).failure
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
