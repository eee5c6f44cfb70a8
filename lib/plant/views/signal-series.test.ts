import { describe, expect, it } from 'vitest'
import { gapsOf, stepSeconds } from '@/lib/plant/views/signal-series'

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 12, 0, minutes))
const point = (minutes: number) => ({ at: at(minutes), mean: 1, min: 1, max: 1 })

describe('the buckets of a drawn window', () => {
  it.each([
    [2 * 60, 60],
    [24 * 60, 900],
    [7 * 24 * 60, 1800],
    [30 * 24 * 60, 7200],
  ])('%i minutes are drawn in buckets of %i s, never more than 400', (minutes, step) => {
    expect(stepSeconds({ from: at(0), to: at(minutes) })).toBe(step)
    expect((minutes * 60) / step).toBeLessThanOrEqual(400)
  })

  it('have a gap where more than one is missing, and at both ends', () => {
    const window = { from: at(0), to: at(180) }
    expect(gapsOf([point(15), point(30), point(90), point(105), point(120)], window, 900)).toEqual([
      { from: at(45), to: at(90) },
      { from: at(135), to: at(180) },
    ])
    expect(gapsOf([], window, 900)).toEqual([window])
  })
})
