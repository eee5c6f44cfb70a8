import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupOee, type LineInput, lineOee } from '@/lib/oee/oee'
import { type ShiftPattern, shiftsBetween } from '@/lib/oee/shift-calendar'
import type { StopKind } from '@/lib/oee/time-elements'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 12, 6, 0) + minute * 60_000)
const day: ShiftPattern = { id: 'day', name: 'Day', startLocal: '06:00', endLocal: '14:00', weekdays: [1, 2, 3, 4, 5, 6, 7], breaks: [] }
const withBreaks: ShiftPattern = { ...day, breaks: [{ name: 'meal', startLocal: '10:00', endLocal: '10:30' }, { name: 'rests', startLocal: '12:00', endLocal: '12:30' }] }

function input(over: Partial<LineInput> & { patterns?: ShiftPattern[]; zone?: string } = {}): LineInput {
  const { patterns = [day], zone = 'UTC', ...given } = over
  return {
    window: { from: at(0), to: at(480) },
    now: at(480),
    shifts: shiftsBetween(patterns, zone, at(0), at(480)),
    stops: [],
    runs: [{ id: 'run', productId: 'p', startsAt: at(0), endsAt: null, idealRatePerMinute: 60 }],
    counts: [],
    ...given,
  }
}

const stop = (id: string, kind: StopKind, from: number, to: number | null) => ({
  id,
  kind,
  reasonCode: id,
  startsAt: at(from),
  endsAt: to === null ? null : at(to),
})

function oeeOf(given: LineInput) {
  const result = lineOee(given)
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

describe('OEE of a line', () => {
  // oee.com (Vorne), "OEE calculation": shift 480 min, breaks 60 min, stops 47 min, 60 pieces/min, 19 271 made, 423 rejected.
  it('reproduces the worked example of oee.com to the printed digits', () => {
    const oee = oeeOf(
      input({
        patterns: [withBreaks],
        stops: [stop('s', 'breakdown', 60, 107)],
        counts: [{ bucketAt: at(0), bucketSeconds: 28_800, runId: 'run', productId: 'p', total: 19_271, reject: 423, rework: 0 }],
      }),
    )
    expect(oee.plannedBusyMinutes).toBe(420)
    expect(oee.availabilityRatio).toBeCloseTo(0.888095, 6)
    expect(oee.performanceRatio).toBeCloseTo(0.861081, 6)
    expect(oee.qualityRatio).toBeCloseTo(0.97805, 6)
    expect(oee.oeeRatio).toBeCloseTo(0.747937, 6)
    expect(oee.downMinutes).toBe(47)
    expect(oee.performanceLossMinutes).toBeCloseTo(51.8167, 4)
    expect(oee.qualityLossMinutes).toBeCloseTo(7.05, 4)
    expect(oee.idealGoodMinutes).toBeCloseTo(314.1333, 4)
  })

  it('counts overlapping stops once', () => {
    const oee = oeeOf(input({ stops: [stop('a', 'breakdown', 10, 40), stop('b', 'minor', 30, 50), stop('c', 'breakdown', 20, 30)] }))
    expect(oee.lossMinutesByKind).toMatchObject({ breakdown: 30, minor: 10 })
    expect(oee.downMinutes).toBe(40)
  })

  it('counts an open stop to now', () => {
    const oee = oeeOf(input({ now: at(100), stops: [stop('a', 'breakdown', 90, null)] }))
    expect(oee.elapsedMinutes).toBe(100)
    expect(oee.downMinutes).toBe(10)
    expect(oee.openStops).toBe(1)
  })

  it('takes a break inside a stop as planned', () => {
    const oee = oeeOf(input({ patterns: [withBreaks], stops: [stop('a', 'breakdown', 230, 290)] }))
    expect(oee.plannedStopMinutes).toBe(60)
    expect(oee.downMinutes).toBe(30)
  })

  it('weights quality by ideal time when several products ran', () => {
    const runs = [
      { id: 'slow', productId: 'a', startsAt: at(0), endsAt: at(240), idealRatePerMinute: 10 },
      { id: 'fast', productId: 'b', startsAt: at(240), endsAt: null, idealRatePerMinute: 100 },
    ]
    const count = (runId: string, total: number, reject: number, from: number) => ({ bucketAt: at(from), bucketSeconds: 900, runId, productId: runId, total, reject, rework: 0 })
    const oee = oeeOf(input({ runs, counts: [count('slow', 100, 50, 0), count('fast', 1000, 0, 300)] }))
    expect(oee.qualityRatio).toBeCloseTo((5 + 10) / (10 + 10), 12)
  })

  it('is not defined without planned time, neither 0 nor 100 %', () => {
    const oee = oeeOf(input({ shifts: [] }))
    expect(oee.oeeRatio).toEqual({ undefinedBecause: 'no planned time' })
    const allPlanned = oeeOf(input({ stops: [stop('a', 'planned', 0, 480)] }))
    expect(allPlanned.oeeRatio).toEqual({ undefinedBecause: 'no planned busy time' })
  })

  it('shows performance above ideal capped, keeps it raw and gives notice', () => {
    const oee = oeeOf(input({ counts: [{ bucketAt: at(0), bucketSeconds: 28_800, runId: 'run', productId: 'p', total: 30_000, reject: 0, rework: 0 }] }))
    expect(oee.performanceRatio).toBe(1)
    expect(oee.performanceRatioRaw).toBeCloseTo(30_000 / 60 / 480, 12)
    expect(oee.notices.map((notice) => notice.code)).toEqual(['performance-above-ideal'])
  })

  it('refuses what contradicts itself and names the row', () => {
    expect(lineOee(input({ stops: [stop('back', 'minor', 20, 10)] }))).toMatchObject({ ok: false, refusal: { code: 'stop-ends-before-start', row: 'back' } })
    const count = { bucketAt: at(0), bucketSeconds: 900, runId: 'run', productId: 'p', total: 5, reject: 6, rework: 0 }
    expect(lineOee(input({ counts: [count] }))).toMatchObject({ ok: false, refusal: { code: 'counts-impossible', row: 1 } })
    const late: ShiftPattern = { ...day, id: 'late', startLocal: '13:00', endLocal: '22:00' }
    expect(() => shiftsBetween([day, late], 'UTC', at(0), at(480))).toThrow(/Day of 2026-03-12 and Day|overlap/)
  })

  it('adds up: losses and good time are the planned busy time, whatever the stops', () => {
    const kinds: StopKind[] = ['planned', 'breakdown', 'changeover', 'blocked', 'starved', 'minor']
    const anyStop = fc.record({ kind: fc.constantFrom(...kinds), from: fc.integer({ min: -60, max: 500 }), length: fc.integer({ min: 0, max: 200 }) })
    fc.assert(
      fc.property(fc.array(anyStop, { maxLength: 12 }), fc.integer({ min: 0, max: 20_000 }), (stops, total) => {
        const events = stops.map(({ kind, from, length }, i) => stop(`s${i}`, kind, from, from + length))
        const counts = [{ bucketAt: at(0), bucketSeconds: 28_800, runId: 'run', productId: 'p', total, reject: Math.floor(total / 50), rework: 0 }]
        const oee = oeeOf(input({ patterns: [withBreaks], stops: events, counts }))
        const sum = oee.downMinutes + oee.performanceLossMinutes + oee.qualityLossMinutes + oee.idealGoodMinutes
        expect(sum).toBeCloseTo(oee.plannedBusyMinutes, 6)
        expect(oee.plannedBusyMinutes + oee.plannedStopMinutes).toBeCloseTo(oee.elapsedMinutes, 6)
      }),
    )
  })

  it('says the same for a window and for its two halves together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 479 }), fc.integer({ min: 0, max: 400 }), (cut, from) => {
        const given = input({ patterns: [withBreaks], stops: [stop('a', 'breakdown', from, from + 60)] })
        const whole = oeeOf(given)
        const first = oeeOf({ ...given, window: { from: at(0), to: at(cut) } })
        const second = oeeOf({ ...given, window: { from: at(cut), to: at(480) } })
        expect(first.downMinutes + second.downMinutes).toBeCloseTo(whole.downMinutes, 6)
        expect(first.plannedBusyMinutes + second.plannedBusyMinutes).toBeCloseTo(whole.plannedBusyMinutes, 6)
      }),
    )
  })
})

describe('OEE of a group', () => {
  it('divides sums and is not the mean of ratios', () => {
    const short = oeeOf(input({ window: { from: at(0), to: at(60) }, stops: [stop('a', 'breakdown', 0, 30)] }))
    const long = oeeOf(input({}))
    const group = groupOee([short, long])
    expect(group.availabilityRatio).toBeCloseTo((30 + 480) / (60 + 480), 12)
    expect(group.availabilityRatio).not.toBeCloseTo((0.5 + 1) / 2, 3)
  })
})

describe('shifts', () => {
  const night: ShiftPattern = { id: 'night', name: 'Night', startLocal: '22:00', endLocal: '06:00', weekdays: [1, 2, 3, 4, 5, 6, 7], breaks: [] }
  const lengthOn = (date: string) => {
    const shift = shiftsBetween([night], 'Europe/London', new Date(`${date}T12:00:00Z`), new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000)).find((s) => s.localDate === date)!
    return (shift.endsAt.getTime() - shift.startsAt.getTime()) / 60_000
  }
  it('have their real minutes on the nights when the clocks change', () => {
    expect(lengthOn('2026-03-12')).toBe(480)
    expect(lengthOn('2026-03-28')).toBe(420)
    expect(lengthOn('2026-10-24')).toBe(540)
  })
  it('start on the weekdays that they are planned for', () => {
    const weekdays = shiftsBetween([{ ...day, weekdays: [1, 2, 3, 4, 5] }], 'Europe/Berlin', new Date('2026-03-09T00:00:00Z'), new Date('2026-03-16T00:00:00Z'))
    expect(weekdays.map((shift) => shift.localDate)).toEqual(['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13'])
  })
})
