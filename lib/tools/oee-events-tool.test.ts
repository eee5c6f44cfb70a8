import { describe, expect, it } from 'vitest'
import { oeeEventsTool, type OeeEventsRequest } from '@/lib/tools/oee-events-tool'

const valueOf = (request: OeeEventsRequest) => {
  const made = oeeEventsTool(request)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
const day = (time: string) => `2026-03-10T${time}:00Z`
const shift: OeeEventsRequest = {
  window: { from: day('06:00'), to: day('14:00') },
  shifts: [{ startsAt: day('06:00'), endsAt: day('14:00'), breaks: [{ startsAt: day('10:00'), endsAt: day('10:30') }] }],
  stops: [
    { kind: 'breakdown', reason: 'jam', startsAt: day('07:00'), endsAt: day('07:40') },
    { kind: 'breakdown', reason: 'jam', startsAt: day('07:30'), endsAt: day('08:00') },
    { kind: 'minor', reason: 'feed', startsAt: day('09:50'), endsAt: day('10:40') },
    { kind: 'starved', startsAt: day('13:45') },
  ],
  runs: [{ id: 'a', startsAt: day('06:00'), endsAt: day('12:00'), idealRatePerMinute: 10 }, { id: 'b', startsAt: day('12:00'), idealRatePerMinute: 20 }],
  counts: [{ runId: 'a', at: day('06:00'), seconds: 21_600, total: 2000, reject: 200 }, { runId: 'b', at: day('12:00'), seconds: 7200, total: 1000, reject: 10 }],
}

describe('OEE from events', () => {
  it('counts overlapping stops once, takes a break out of a stop, and an open stop to the end', () => {
    const { oee, losses } = valueOf(shift)
    expect(oee).toMatchObject({ plannedBusyMinutes: 450, downMinutes: 60 + 20 + 15, openStops: 1 })
    expect(losses.map(({ reasonCode, minutes }) => [reasonCode, minutes])).toEqual([['jam', 60], ['feed', 20], ['starved', 15]])
  })

  it('weights quality by ideal time when several products ran', () => {
    const { oee } = valueOf(shift)
    expect(oee.qualityRatio).toBeCloseTo((1800 / 10 + 990 / 20) / (2000 / 10 + 1000 / 20), 12)
    expect(oee.oeeRatio).toBeCloseTo((1800 / 10 + 990 / 20) / 450, 12)
  })

  it('gives a night shift its real minutes when the clocks change', () => {
    const night = (date: string, next: string) => valueOf({ window: { from: `${date}T12:00:00Z`, to: `${next}T12:00:00Z` }, timeZone: 'Europe/Berlin', shiftPatterns: [{ name: 'Night', startLocal: '22:00', endLocal: '06:00' }], stops: [], runs: [], counts: [] }).oee
    expect(night('2026-03-28', '2026-03-29').elapsedMinutes).toBe(7 * 60)
    expect(night('2026-10-24', '2026-10-25').elapsedMinutes).toBe(9 * 60)
    expect(night('2026-03-10', '2026-03-11').elapsedMinutes).toBe(8 * 60)
  })

  it('has losses that add up to the planned busy time, and KPIs of the same elements', () => {
    const { oee, sixLosses, kpis } = valueOf(shift)
    expect(sixLosses.reduce((sum, { minutes }) => sum + minutes, oee.idealGoodMinutes)).toBeCloseTo(450, 9)
    expect(kpis.find(({ key }) => key === 'oee')!.value).toBe(oee.oeeRatio)
    expect(kpis.find(({ key }) => key === 'teep')!.denominator).toBe(480)
  })

  it.each([
    ['shifts that overlap', { shifts: [{ startsAt: day('06:00'), endsAt: day('14:00') }, { startsAt: day('13:00'), endsAt: day('20:00') }] }, 'overlap'],
    ['a shift that ends before it starts', { shifts: [{ startsAt: day('14:00'), endsAt: day('06:00') }] }, 'Shift 1'],
    ['a stop that ends before it starts', { stops: [{ id: 'x7', kind: 'minor' as const, startsAt: day('09:00'), endsAt: day('08:00') }] }, 'x7'],
    ['rejects above the total', { counts: [{ runId: 'a', at: day('06:00'), seconds: 60, total: 1, reject: 2 }] }, 'Count 1'],
    ['a window that ends before it starts', { window: { from: day('14:00'), to: day('06:00') } }, 'window'],
    ['no shifts', { shifts: undefined }, 'shiftPatterns'],
    ['a time zone that is not there', { shifts: undefined, timeZone: 'Mars/Olympus', shiftPatterns: [{ name: 'x', startLocal: '06:00', endLocal: '14:00' }] }, 'Mars/Olympus'],
  ])('refuses %s', (_, change, words) => {
    const made = oeeEventsTool({ ...shift, ...change })
    expect(made).toMatchObject({ ok: false })
    expect(made.ok ? '' : made.refusal.message).toContain(words)
  })
})
