import { SignJWT } from 'jose'
import { z } from 'zod'
import type { TrinoSettings } from '@/lib/lake/lake-settings'

const answer = z.object({
  nextUri: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  stats: z.object({ progressPercentage: z.number().optional() }).optional(),
  error: z.object({ message: z.string(), errorName: z.string() }).optional(),
})
export type TrinoAnswer = z.output<typeof answer>

/** What Trino says a query ended with; `name` is its own, e.g. `TABLE_NOT_FOUND`. */
export class TrinoError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message)
  }
}

export interface Statement {
  sql: string
  user: string
  /** Catalogue, schema, zone, limits: as `X-Trino-…` has them. */
  headers: Record<string, string>
  signal: AbortSignal
}

const tokenSeconds = 15 * 60
const answerMs = 30_000

/** Which Trino takes from `user` for so long. */
export const trinoToken = (secret: string, user: string, seconds: number): Promise<string> =>
  new SignJWT({ sub: user }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt().setExpirationTime(`${seconds} s`).sign(Buffer.from(secret))

/** Says who asks. Trino takes tokens over TLS, or from who says that it ends in front of it; and names its own pages by what it was told. */
export async function trinoHeaders({ secret }: TrinoSettings, user: string): Promise<Record<string, string>> {
  const token = await trinoToken(secret, user, tokenSeconds)
  return { authorization: `Bearer ${token}`, 'x-trino-source': 'millrace', 'x-forwarded-proto': 'https' }
}

/** Runs a statement page by page; whoever stops reading, or aborts, cancels it in Trino. @throws TrinoError, or what fetch throws */
export async function* ask(trino: TrinoSettings, { sql, user, headers, signal }: Statement): AsyncGenerator<TrinoAnswer> {
  const { url } = trino
  const shown = await trinoHeaders(trino, user)
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...shown, ...headers }, signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) })
    if (!response.ok) throw new TrinoError('HTTP', `Trino answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
    return answer.parse(await response.json())
  }
  let next: string | undefined
  try {
    let page = await call('/v1/statement', { method: 'POST', body: sql })
    for (;;) {
      next = page.nextUri && pathOf(page.nextUri)
      if (page.error) throw new TrinoError(page.error.errorName, page.error.message)
      yield page
      if (!next) return
      page = await call(next)
    }
  } finally {
    if (next) await fetch(`${url}${next}`, { method: 'DELETE', headers: shown, signal: AbortSignal.timeout(5000) }).catch(() => undefined)
  }
}

const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address)
  return pathname + search
}
