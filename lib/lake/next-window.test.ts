import { describe, expect, it } from 'vitest'
import { nextWindow } from '@/lib/lake/next-window'

const at = (text: string) => Date.parse(`2026-03-${text}Z`)
const settings = { sealSeconds: 180 }

describe('the next window', () => {
  it('waits until it is as long as it should be and readings had time to arrive', () => {
    expect(nextWindow(at('09T12:00:00'), at('09T12:03:04'), settings)).toBeNull()
    expect(nextWindow(at('09T12:00:00'), at('09T12:03:05'), settings)).toEqual({ from: at('09T12:00:00'), to: at('09T12:03:00') })
    expect(nextWindow(at('09T12:00:00'), at('09T12:04:30'), settings)).toEqual({ from: at('09T12:00:00'), to: at('09T12:04:25') })
  })

  it('ends at midnight UTC, however short it is', () => {
    expect(nextWindow(at('09T23:59:00'), at('10T00:00:04'), settings)).toBeNull()
    expect(nextWindow(at('09T23:59:00'), at('10T00:00:05'), settings)).toEqual({ from: at('09T23:59:00'), to: at('10T00:00:00') })
  })

  it('catches up in stretches, and has none while a clock is behind', () => {
    expect(nextWindow(at('09T12:00:00'), at('11T12:00:00'), settings)).toEqual({ from: at('09T12:00:00'), to: at('09T12:15:00') })
    expect(nextWindow(at('09T12:00:00'), at('09T11:00:00'), settings)).toBeNull()
  })

  it('joins every moment to the next without gap or overlap, also over days on which clocks change', () => {
    let until = at('28T22:10:00')
    for (let now = until; now < at('30T02:00:00'); now += 61_000) {
      for (let window = nextWindow(until, now, settings); window; window = nextWindow(until, now, settings)) {
        expect(window.from).toBe(until)
        expect(window.to).toBeGreaterThan(window.from)
        expect(Math.floor(window.from / 86_400_000)).toBe(Math.floor((window.to - 1) / 86_400_000))
        until = window.to
      }
    }
    expect(until).toBeGreaterThan(at('30T01:50:00'))
  })
})
