import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LineInput, lineOee } from '@/lib/oee/oee'
import { sixLosses, startupRejects } from '@/lib/oee/six-losses'
import { lossPriority, type StopKind } from '@/lib/oee/time-elements'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 6, minute))
const line: LineInput = {
  window: { from: at(0), to: at(480) },
  now: at(480),
  shifts: [{ patternId: 'early', name: 'Early', startsAt: at(0), endsAt: at(480), localDate: '2026-03-10', breaks: [{ name: 'Break', startsAt: at(180), endsAt: at(210) }] }],
  stops: [
    { id: 'a', kind: 'breakdown', reasonCode: 'jam', startsAt: at(60), endsAt: at(90) },
    { id: 'b', kind: 'changeover', reasonCode: 'setup', startsAt: at(240), endsAt: at(260) },
    { id: 'c', kind: 'starved', reasonCode: 'no-cups', startsAt: at(300), endsAt: at(306) },
  ],
  runs: [{ id: 'r', productId: 'p', startsAt: at(-600), endsAt: null, idealRatePerMinute: 10 }],
  counts: Array.from({ length: 32 }, (_, i) => ({ bucketAt: at(i * 15), bucketSeconds: 900, runId: 'r', productId: 'p', total: 110, reject: 15, rework: 5 })),
}

function oeeOf(input: LineInput) {
  const made = lineOee(input)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
const lossesOf = (input: LineInput, startupMinutes?: number) => sixLosses(oeeOf(input), startupRejects(input, startupMinutes))

describe('the six big losses', () => {
  it('and the time of good pieces are the planned busy time', () => {
    const rows = lossesOf(line)
    expect(rows.reduce((sum, { minutes }) => sum + minutes, oeeOf(line).idealGoodMinutes)).toBeCloseTo(450, 9)
    expect(rows.map(({ loss, minutes }) => [loss, Math.round(minutes * 100) / 100])).toEqual([
      ['breakdown', 30], ['setup', 20], ['minor-stops', 6], ['reduced-speed', 42], ['startup-rejects', 1.5], ['process-rejects', 46.5],
    ])
    expect(rows.find(({ loss }) => loss === 'setup')!.shareRatio).toBeCloseTo(20 / 450, 12)
  })

  it('add up with good pieces to the planned busy time and to the rejects, whatever overlaps, is cut or runs too fast', () => {
    const stop = fc.record({ kind: fc.constantFrom<StopKind>('planned', ...lossPriority), from: fc.integer({ min: -60, max: 470 }), length: fc.integer({ min: 0, max: 200 }), open: fc.boolean() })
    const count = fc.record({ bucket: fc.integer({ min: -1, max: 32 }), total: fc.integer({ min: 0, max: 900 }), rejectShare: fc.double({ min: 0, max: 1, noNaN: true }), second: fc.boolean() })
    fc.assert(
      fc.property(fc.array(stop, { maxLength: 12 }), fc.array(count, { maxLength: 40 }), fc.integer({ min: 1, max: 480 }), fc.integer({ min: 0, max: 60 }), (stops, counts, now, startupMinutes) => {
        const input: LineInput = {
          ...line,
          now: at(now),
          stops: stops.map(({ kind, from, length, open }, i) => ({ id: String(i), kind, reasonCode: kind, startsAt: at(from), endsAt: open ? null : at(from + length) })),
          runs: [...line.runs, { id: 's', productId: 'q', startsAt: at(200), endsAt: null, idealRatePerMinute: 7 }],
          counts: counts.map(({ bucket, total, rejectShare, second }) => ({ bucketAt: at(bucket * 15), bucketSeconds: 900, runId: second ? 's' : 'r', productId: 'p', total, reject: Math.floor(total * rejectShare), rework: 0 })),
        }
        const oee = oeeOf(input)
        const rows = lossesOf(input, startupMinutes)
        expect(rows.reduce((sum, { minutes }) => sum + minutes, oee.idealGoodMinutes)).toBeCloseTo(oee.plannedBusyMinutes, 6)
        expect(rows.reduce((sum, { pieces }) => sum + (pieces ?? 0), 0)).toBeCloseTo(oee.reject, 6)
        for (const { loss, minutes } of rows) if (loss !== 'reduced-speed') expect(minutes).toBeGreaterThanOrEqual(-1e-6)
      }),
    )
  })

  it('keep reduced speed negative where the line was faster than its ideal rate', () => {
    const fast = { ...line, counts: [{ ...line.counts[0]!, bucketSeconds: 28_800, total: 4500, reject: 0, rework: 0 }] }
    expect(lossesOf(fast).find(({ loss }) => loss === 'reduced-speed')!.minutes).toBeCloseTo(394 - 450, 9)
  })

  it('have no share of a line that was not planned', () => {
    expect(lossesOf({ ...line, shifts: [], stops: [], counts: [] }).map(({ shareRatio }) => shareRatio)).toEqual(Array(6).fill(null))
  })
})

describe('start-up rejects', () => {
  // The changeover ends at minute 260: rejects of 260 to 270 (10 of 15 min) and of 270 to 275 (5 of 15 min) are of the start.
  it('are those of the first minutes after a changeover, once where two overlap', () => {
    expect(startupRejects(line)).toEqual({ pieces: 15, minutes: 1.5 })
    const twice = startupRejects({ ...line, stops: [...line.stops, { id: 'd', kind: 'changeover', reasonCode: 'setup', startsAt: at(240), endsAt: at(262) }] })
    expect(twice.pieces).toBeCloseTo(17, 9)
  })

  it('are those of the first minutes of a run as well, unless it goes on with the same product', () => {
    const [run] = line.runs
    const next = (productId: string) => startupRejects({ ...line, stops: [], runs: [{ ...run!, endsAt: at(120) }, { ...run!, id: 's', productId, startsAt: at(120) }] })
    expect(next('q')).toEqual({ pieces: 15, minutes: 1.5 })
    expect(next('p')).toEqual({ pieces: 0, minutes: 0 })
  })

  it('take as many minutes as are asked for', () => {
    expect(startupRejects(line, 0)).toEqual({ pieces: 0, minutes: 0 })
    expect(startupRejects(line, 40).pieces).toBeCloseTo(40, 9)
  })
})
