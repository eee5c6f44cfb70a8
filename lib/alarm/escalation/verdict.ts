import { STATUS_CODES } from 'node:http'
import type { SafeAnswer } from '@/lib/http/safe-fetch'

/** What became of one attempt. */
export type Sent = { kind: 'delivered' } | { kind: 'again'; why: string; afterSeconds?: number } | { kind: 'never'; why: string }

/** Pauses after the first, second, … attempt; after the one behind the last pause it has failed. */
export const pausesSeconds = [5, 30, 120, 600, 3600]
const longestPauseSeconds = 3600
/** Client errors that say "not now" and not "not so": timeout, too early, too many. */
const passing = [408, 425, 429]

/** 2xx is delivered; what the receiver will refuse the next time too is not sent again. */
export function verdictOn(answer: SafeAnswer, now: Date): Sent {
  if (answer.kind === 'refused') return { kind: 'never', why: `Not sent: ${answer.why}.` }
  if (answer.kind === 'unreachable') return { kind: 'again', why: `Not reached: ${answer.why}.` }
  const { status, headers, body } = answer
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  // One word is what Slack says of a channel that is gone; a page is nobody's business here.
  const word = /^[a-z_]{1,60}$/.test(body.trim()) ? `: ${body.trim()}` : ''
  const why = `The receiver answered ${[status, STATUS_CODES[status]].filter(Boolean).join(' ')}${word}.`
  if (status >= 300 && status < 400) return { kind: 'never', why: `${why} A redirect is not followed: write the address that it leads to.` }
  if (status < 500 && !passing.includes(status)) return { kind: 'never', why }
  return { kind: 'again', why, afterSeconds: retryAfterSeconds(headers['retry-after'], now) }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); nothing where it says neither. */
function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  if (!header) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), longestPauseSeconds) : undefined
}

export type After = { state: 'delivered' } | { state: 'pending'; nextAt: Date; why: string } | { state: 'failed'; why: string }

/** Where a message stands after its `attempts`-th attempt. */
export function standingAfter(sent: Sent, attempts: number, now: Date): After {
  if (sent.kind === 'delivered') return { state: 'delivered' }
  if (sent.kind === 'never') return { state: 'failed', why: sent.why }
  const pause = pausesSeconds[attempts - 1]
  if (pause === undefined) return { state: 'failed', why: `${sent.why} Given up after ${attempts} attempts.` }
  return { state: 'pending', nextAt: new Date(now.getTime() + Math.max(pause, sent.afterSeconds ?? 0) * 1000), why: sent.why }
}
