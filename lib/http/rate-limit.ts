import type { Tx } from '@/lib/db'

export interface Rate {
  /** What is limited, e.g. `demo-request:network:192.0.2.0/24`. */
  key: string
  /** So many at once … */
  burst: number
  /** … and so many a minute in the long run. */
  perMinute: number
}

export type RateVerdict = { allowed: true } | { allowed: false; retryAfterSeconds: number }

/**
 * GCRA (ITU-T I.371): `tat` is the moment at which the allowance is whole again. Pure; times in ms since the epoch.
 */
export function gcra(tat: number, now: number, { burst, perMinute }: Pick<Rate, 'burst' | 'perMinute'>): { tat: number; verdict: RateVerdict } {
  const interval = 60_000 / perMinute
  const next = Math.max(tat, now) + interval
  const wait = next - interval * burst - now
  if (wait > 0) return { tat, verdict: { allowed: false, retryAfterSeconds: Math.ceil(wait / 1000) } }
  return { tat: next, verdict: { allowed: true } }
}

/** Takes one from the allowance, in the caller's transaction. Two at once are counted one after the other. */
export async function takeAllowance(tx: Tx, rate: Rate, now: Date): Promise<RateVerdict> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('rate'), hashtext(${rate.key}))`
  const where = { tenantId_key: { tenantId: 'platform', key: rate.key } }
  const row = await tx.rateLimit.findUnique({ where })
  const { tat, verdict } = gcra(row?.tat.getTime() ?? 0, now.getTime(), rate)
  if (verdict.allowed) await tx.rateLimit.upsert({ where, create: { key: rate.key, tat: new Date(tat) }, update: { tat: new Date(tat) } })
  return verdict
}

/** The network that an address belongs to: /24 of IPv4, /56 of IPv6. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '')
  if (plain.includes(':')) return `${expandIpv6(plain).slice(0, 17)}/56`
  return `${plain.split('.').slice(0, 3).join('.')}.0/24`
}

function expandIpv6(address: string): string {
  const [head = '', tail = ''] = address.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const groups = [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups.map((group) => group.padStart(4, '0')).join(':')
}
