import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LineInput, lineOee, type LineOee } from '@/lib/oee/oee'
import { oeeByWindow } from '@/lib/oee/oee-by-window'
import { type ShiftPattern, shiftsBetween } from '@/lib/oee/shift-calendar'

const day = 86_400_000
/** The days around the night on which London's clocks go forward. */
const start = Date.parse('2026-03-27T00:00:00Z')
const patterns: ShiftPattern[] = [
  { id: 'day', name: 'Day', startLocal: '06:00', endLocal: '18:00', weekdays: [1, 2, 3, 4, 5, 6, 7], breaks: [{ name: 'Break', startLocal: '12:00', endLocal: '12:45' }] },
  { id: 'night', name: 'Night', startLocal: '18:00', endLocal: '06:00', weekdays: [1, 2, 3, 4, 5, 6], breaks: [{ name: 'Break', startLocal: '00:30', endLocal: '02:30' }] },
]
const kind = fc.constantFrom('planned', 'breakdown', 'changeover', 'blocked', 'starved', 'minor')
const minute = fc.integer({ min: -600, max: 6 * 1440 })

const input = fc.record({
  now: minute,
  stops: fc.array(fc.record({ kind, at: minute, minutes: fc.option(fc.integer({ min: 0, max: 3000 })) }), { maxLength: 25 }),
  counts: fc.array(fc.record({ at: minute, seconds: fc.constantFrom(60, 900, 7200), run: fc.constantFrom('a', 'b', 'gone'), total: fc.integer({ min: 0, max: 5000 }) }), { maxLength: 40 }),
})

function rowsOf({ now, stops, counts }: typeof input extends fc.Arbitrary<infer T> ? T : never): Omit<LineInput, 'window'> {
  const at = (minutes: number) => new Date(start + minutes * 60_000)
  return {
    now: at(now),
    shifts: shiftsBetween(patterns, 'Europe/London', new Date(start - day), new Date(start + 7 * day)),
    stops: stops.map((stop, i) => ({ id: `s${i}`, kind: stop.kind as never, reasonCode: 'r', startsAt: at(stop.at), endsAt: stop.minutes === null ? null : at(stop.at + stop.minutes) })),
    runs: ['a', 'b'].map((id, i) => ({ id, productId: id, startsAt: at(0), endsAt: null, idealRatePerMinute: 40 + i * 17 })),
    counts: counts.map((count) => ({ bucketAt: at(count.at), bucketSeconds: count.seconds, runId: count.run, productId: 'p', total: count.total, reject: Math.floor(count.total / 7), rework: 0 })),
  }
}

function expectSame(actual: LineOee, wanted: LineOee) {
  for (const [key, value] of Object.entries(wanted)) {
    const got = actual[key as keyof LineOee]
    if (typeof value === 'number') expect(got, key).toBeCloseTo(value, 7)
    else expect(got, key).toEqual(key === 'lossMinutesByKind' ? Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, expect.closeTo(v as number, 7)])) : value)
  }
}

describe('OEE of many windows in one sweep', () => {
  it('is that of each window on its own, whatever overlaps, stays open, is cut or comes late', () => {
    fc.assert(
      fc.property(input, fc.uniqueArray(minute, { minLength: 2, maxLength: 8 }), (events, cuts) => {
        const rows = rowsOf(events)
        const edges = cuts.toSorted((a, b) => a - b).map((cut) => new Date(start + cut * 60_000))
        const windows = edges.slice(1).map((to, i) => ({ from: edges[i]!, to }))
        const swept = oeeByWindow(rows, windows)
        if (!swept.ok) throw new Error(swept.refusal.message)
        windows.forEach((window, i) => {
          const alone = lineOee({ ...rows, window })
          if (!alone.ok) throw new Error(alone.refusal.message)
          expectSame(swept.value[i]!, alone.value)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('refuses what a single window refuses', () => {
    const rows = rowsOf({ now: 100, stops: [], counts: [] })
    const wrong = [{ id: 'back', kind: 'minor' as const, reasonCode: 'r', startsAt: new Date(start + day), endsAt: new Date(start) }]
    expect(oeeByWindow({ ...rows, stops: wrong }, [])).toMatchObject({ ok: false, refusal: { row: 'back' } })
  })
})
