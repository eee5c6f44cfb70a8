/** What the gateway named as refused: `index` in the batch, `at` in a column. */
export interface Refusal {
  index: number
  at?: number
  code: string
  message: string
}

export type Verdict =
  /** Every item has its verdict and need not be sent again. */
  | { kind: 'judged'; refused: Refusal[]; refusedCount: number }
  /** The batch as a whole will never be taken. */
  | { kind: 'hopeless'; why: string }
  /** To be sent again, not before `retryAfterMs`. */
  | { kind: 'away'; why: string; retryAfterMs: number | null }

const longestRetryAfterMs = 10 * 60_000
const hopeless = new Set([400, 409, 413, 415])

/** What an answer of the gateway means for a batch. Whatever is not known to be final is sent again. */
export function verdictOf(status: number, body: unknown, retryAfter: string | null, now: number): Verdict {
  const answer = (body ?? {}) as { accepted?: unknown; refused?: Refusal[]; refusedCount?: number; title?: string; detail?: string }
  if ([200, 202, 207, 422].includes(status) && (status !== 422 || Array.isArray(answer.refused))) {
    const refused = Array.isArray(answer.refused) ? answer.refused : []
    return { kind: 'judged', refused, refusedCount: answer.refusedCount ?? refused.length }
  }
  const why = [status, answer.title, answer.detail].filter(Boolean).join(' ')
  return hopeless.has(status) ? { kind: 'hopeless', why } : { kind: 'away', why, retryAfterMs: retryAfterMs(retryAfter, now) }
}

/** RFC 9110 10.2.3: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestRetryAfterMs) : null
}
