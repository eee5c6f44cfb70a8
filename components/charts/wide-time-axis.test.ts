import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeTicks } from '@/components/charts/time-axis'
import { timeMarks } from '@/components/charts/wide-time-axis'
import { fromLocal, fromLocalText, localText, toLocal } from '@/components/charts/zone'

const zone = 'Europe/London'
const labels = (from: string, to: string, most?: number) => timeMarks(Date.parse(from), Date.parse(to), zone, most).map(({ label }) => label)

describe('marks of a time axis', () => {
  it.each([
    ['2026-03-12T11:00:00Z', '2026-03-12T11:00:08Z', ['11:00:00', '11:00:01', '11:00:02', '11:00:03', '11:00:04', '11:00:05', '11:00:06', '11:00:07', '11:00:08']],
    ['2026-03-12T11:00:00Z', '2026-03-12T11:40:00Z', ['11:00', '11:05', '11:10', '11:15', '11:20', '11:25', '11:30', '11:35', '11:40']],
    ['2026-03-12T20:30:00Z', '2026-03-13T03:30:00Z', ['21:00', '22:00', '23:00', '13 Mar', '01:00', '02:00', '03:00']],
    ['2026-03-12T00:00:00Z', '2026-03-15T12:00:00Z', ['12 Mar', '12:00', '13 Mar', '12:00', '14 Mar', '12:00', '15 Mar', '12:00']],
    ['2026-03-02T00:00:00Z', '2026-04-05T12:00:00Z', ['2 Mar', '9 Mar', '16 Mar', '23 Mar', '30 Mar']],
  ])('from %s to %s are %j', (from, to, expected) => expect(labels(from, to)).toEqual(expected))

  it('of a year are months, the year said in January', () => {
    expect(labels('2025-11-10T00:00:00Z', '2026-11-10T00:00:00Z', 12)).toEqual(['Dec', 'Jan 2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov'])
  })

  it('are those of the axis of hours where that has any', () => {
    const [from, to] = [Date.parse('2026-03-28T20:00:00Z'), Date.parse('2026-03-29T05:00:00Z')]
    expect(timeMarks(from, to, zone).map(({ at }) => at)).toEqual(timeTicks(from, to, zone).map(({ at }) => at))
  })

  it('ascend, lie inside and are few, for any window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1.6e12, max: 1.9e12 }), fc.integer({ min: 1000, max: 4e10 }), fc.constantFrom('Europe/London', 'Asia/Kolkata', 'America/New_York'), (from, length, timeZone) => {
        const marks = timeMarks(from, from + length, timeZone)
        expect(marks.every(({ at }, i) => at >= from && at <= from + length && (i === 0 || at > marks[i - 1]!.at))).toBe(true)
        expect(marks.length).toBeLessThanOrEqual(13)
      }),
    )
  })
})

describe('the clock of a site', () => {
  it('leads there and back, but for the hour that is left out', () => {
    expect(localText(Date.parse('2026-07-01T10:00:05Z'), zone)).toBe('2026-07-01T11:00:05')
    expect(fromLocalText('2026-07-01T11:00:05', zone)).toBe(Date.parse('2026-07-01T10:00:05Z'))
    expect(fromLocalText('yesterday', zone)).toBeNull()
    expect(fromLocal(Date.parse('2026-10-25T01:30:00Z'), zone)).toBe(Date.parse('2026-10-25T00:30:00Z'))
    expect(fromLocal(Date.parse('2026-03-29T01:30:00Z'), zone)).toBe(Date.parse('2026-03-29T01:30:00Z'))
    fc.assert(fc.property(fc.integer({ min: 1.7e12, max: 1.75e12 }), (at) => Math.abs(fromLocal(toLocal(at, 'America/New_York'), 'America/New_York') - at) % 3_600_000 === 0))
  })
})
