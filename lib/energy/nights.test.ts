import { describe, expect, it } from 'vitest'
import { nightIn } from '@/lib/energy/nights'

describe('a night', () => {
  const london = nightIn('Europe/London')

  it('runs from 22 to 6 on the site’s clock and has the date on which it begins', () => {
    expect(['2026-01-31T21:59Z', '2026-01-31T22:00Z', '2026-02-01T05:59Z', '2026-02-01T06:00Z'].map((at) => london(new Date(at)))).toEqual([null, '2026-01-31', '2026-01-31', null])
  })

  it('follows the site’s clock into summer time', () => {
    expect(['2026-06-30T21:00Z', '2026-07-01T04:59Z', '2026-07-01T05:00Z'].map((at) => london(new Date(at)))).toEqual(['2026-06-30', '2026-06-30', null])
    expect(nightIn('Asia/Kolkata')(new Date('2026-06-30T19:00Z'))).toBe('2026-06-30')
  })
})
