import { describe, expect, it } from 'vitest'
import { formatAge, formatClock, formatDate, formatDateClock, formatDuration, formatRunTime, isStale } from '@/components/ui/format-time'

const narrow = (text: string) => text.replaceAll('\u202F', ' ')
const now = new Date('2026-03-12T11:42:07Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [52, '52 s'],
    [59.6, '1 min'],
    [660, '11 min'],
    [3_599, '1 h'],
    [9_300, '2 h 35 min'],
    [86_399, '1 d'],
    [93_600, '1 d 2 h'],
    [-180, '\u22123 min'],
  ])('%s s reads %s', (seconds, text) => {
    expect(narrow(formatDuration(seconds))).toBe(text)
  })

  it('keep a tenth where a run is short', () => {
    expect(narrow(formatRunTime(3.21))).toBe('3.2 s')
    expect(narrow(formatRunTime(21.44))).toBe('21.4 s')
    expect(narrow(formatRunTime(59.97))).toBe('1 min')
  })
})

describe('clock and calendar', () => {
  it('are told in the zone of the site', () => {
    expect(formatClock('2026-07-01T23:30:05Z', 'Europe/London')).toBe('00:30')
    expect(formatClock('2026-07-01T23:30:05Z', 'Europe/London', { seconds: true })).toBe('00:30:05')
    expect(formatDate('2026-07-01T23:30:05Z', 'Europe/London')).toBe('Thu 2 Jul 2026')
    expect(formatDate(now, 'Europe/London', { year: false })).toBe('Thu 12 Mar')
    expect(formatDateClock('2026-03-13T08:56:00Z', 'Europe/London')).toBe('Fri 13 Mar 08:56')
  })

  it('spell September with three letters on every machine', () => {
    expect(formatDate('2026-09-03T12:00:00Z', 'UTC')).toBe('Thu 3 Sep 2026')
  })
})

describe('ages', () => {
  it.each([
    [2.9, '2 s ago'],
    [-4, '0 s ago'],
    [119, '1 min ago'],
    [8_700, '2 h 25 min ago'],
    [86_399, '23 h 59 min ago'],
    [86_400, 'Wed 11 Mar 2026'],
  ])('a reading of %s s is %s', (seconds, text) => {
    expect(narrow(formatAge(ago(seconds), now, 'UTC'))).toBe(text)
  })

  it('turn stale past three expected intervals', () => {
    expect(isStale(ago(30), now, 10)).toBe(false)
    expect(isStale(ago(31), now, 10)).toBe(true)
  })
})
