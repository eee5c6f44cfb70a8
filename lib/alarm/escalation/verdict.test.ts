import { describe, expect, it } from 'vitest'
import { pausesSeconds, standingAfter, verdictOn } from '@/lib/alarm/escalation/verdict'

const now = new Date('2026-03-09T12:00:00Z')
const answer = (status: number, headers = {}, body = '') => verdictOn({ kind: 'answered', status, headers, body }, now)
const inSeconds = (at: Date) => (at.getTime() - now.getTime()) / 1000

describe('what becomes of an attempt', () => {
  it.each([
    [200, 'delivered'], [202, 'delivered'], [204, 'delivered'],
    [301, 'never'], [302, 'never'], [308, 'never'],
    [400, 'never'], [401, 'never'], [404, 'never'], [410, 'never'], [422, 'never'],
    [408, 'again'], [425, 'again'], [429, 'again'], [500, 'again'], [502, 'again'], [503, 'again'],
  ])('answered %i: %s', (status, kind) => {
    expect(answer(status).kind).toBe(kind)
  })

  it('says what the receiver said in one word, and nothing of its pages', () => {
    expect(answer(404, {}, 'no_service')).toEqual({ kind: 'never', why: 'The receiver answered 404 Not Found: no_service.' })
    expect(answer(404, {}, '<html>root:x:0:0</html>')).toEqual({ kind: 'never', why: 'The receiver answered 404 Not Found.' })
  })

  it('is tried again when nobody answered, and not when the address is refused', () => {
    expect(verdictOn({ kind: 'unreachable', why: 'no answer within 10 s' }, now)).toEqual({ kind: 'again', why: 'Not reached: no answer within 10 s.' })
    expect(verdictOn({ kind: 'refused', why: 'it leads to 10.0.0.1' }, now).kind).toBe('never')
  })

  it.each([
    ['120', 120],
    ['Mon, 09 Mar 2026 12:01:30 GMT', 90],
    ['999999', 3600],
    ['Mon, 09 Mar 2026 11:00:00 GMT', 0],
    ['soon', undefined],
  ])('waits as Retry-After %s asks', (header, afterSeconds) => {
    expect(answer(429, { 'retry-after': header })).toMatchObject({ kind: 'again', afterSeconds })
  })

  it('waits longer each time and then gives up', () => {
    const again = { kind: 'again' as const, why: 'No.' }
    const pauses = pausesSeconds.map((_, i) => standingAfter(again, i + 1, now)).map((after) => after.state === 'pending' && inSeconds(after.nextAt))
    expect(pauses).toEqual([5, 30, 120, 600, 3600])
    expect(standingAfter(again, 6, now)).toEqual({ state: 'failed', why: 'No. Given up after 6 attempts.' })
    expect(standingAfter({ ...again, afterSeconds: 60 }, 1, now)).toMatchObject({ nextAt: new Date(now.getTime() + 60_000) })
    expect(standingAfter({ ...again, afterSeconds: 1 }, 2, now)).toMatchObject({ nextAt: new Date(now.getTime() + 30_000) })
  })
})
