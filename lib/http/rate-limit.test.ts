import { describe, expect, it } from 'vitest'
import { gcra, networkOf } from '@/lib/http/rate-limit'

describe('the rate limit', () => {
  it('lets the burst through and then one per interval', () => {
    const rate = { burst: 3, perMinute: 1 }
    let tat = 0
    const allowedAt = (now: number) => {
      const step = gcra(tat, now, rate)
      tat = step.tat
      return step.verdict
    }
    expect([0, 0, 0].map((t) => allowedAt(1_000_000 + t).allowed)).toEqual([true, true, true])
    expect(allowedAt(1_000_000)).toEqual({ allowed: false, retryAfterSeconds: 60 })
    expect(allowedAt(1_060_000).allowed).toBe(true)
    expect(allowedAt(1_060_001).allowed).toBe(false)
  })
  it('does not punish a refused attempt', () => {
    const rate = { burst: 1, perMinute: 60 }
    const first = gcra(0, 1000, rate)
    const second = gcra(first.tat, 1000, rate)
    expect(second.tat).toBe(first.tat)
  })
  it('counts neighbours of one network together', () => {
    expect(networkOf('192.0.2.17')).toBe('192.0.2.0/24')
    expect(networkOf('::ffff:192.0.2.99')).toBe('192.0.2.0/24')
    expect(networkOf('2001:db8:1:2ff::1')).toBe(networkOf('2001:db8:1:200::ffff'))
    expect(networkOf('2001:db8:1:2ff::1')).not.toBe(networkOf('2001:db8:1:3ff::1'))
  })
})
