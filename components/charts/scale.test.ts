import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minuteScale, roundScale, tickDigits, ticksInside } from '@/components/charts/scale'

describe('a scale', () => {
  it('starts at zero for bars and reads round', () => {
    expect(roundScale(320, 610, { fromZero: true }).ticks).toEqual([0, 200, 400, 600, 800])
  })

  it('may start elsewhere for a line', () => {
    const { min, max, ticks } = roundScale(150.48, 151.7)
    expect(min).toBeLessThanOrEqual(150.48)
    expect(max).toBeGreaterThanOrEqual(151.7)
    expect(tickDigits({ ticks })).toBe(1)
  })

  it('carries no binary dust', () => {
    expect(roundScale(0, 0.5).ticks.every((tick) => String(tick).length <= 5)).toBe(true)
  })

  it('covers the values with at most five lines beside its base, whatever they are', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(value, value, fc.boolean(), (a, b, fromZero) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        fc.pre(high - low > 1e-3)
        const { min, max, ticks } = roundScale(low, high, { fromZero })
        expect(min).toBeLessThanOrEqual(low + Math.abs(low) * 1e-9 + 1e-9)
        expect(max).toBeGreaterThanOrEqual(high - Math.abs(high) * 1e-9 - 1e-9)
        expect(ticks.length).toBeLessThanOrEqual(6)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
      }),
    )
  })

  it('puts round ticks inside the ends that data give', () => {
    expect(ticksInside(150.4, 151.8)).toEqual([150.5, 151, 151.5])
    expect(ticksInside(148.7, 153.3)).toEqual([149, 150, 151, 152, 153])
    expect(ticksInside(0, 2.1, 3)).toEqual([0, 1, 2])
  })

  it('counts minutes by the clock', () => {
    expect(minuteScale(342).ticks).toEqual([0, 90, 180, 270, 360])
    expect(minuteScale(480).ticks).toEqual([0, 120, 240, 360, 480])
    expect(minuteScale(0).ticks).toEqual([0, 1])
  })
})
