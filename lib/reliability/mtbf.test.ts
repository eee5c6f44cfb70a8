import { describe, expect, it } from 'vitest'
import type { LineInput } from '@/lib/oee/oee'
import { stopReliability } from '@/lib/reliability/from-stops'
import { reliability } from '@/lib/reliability/mtbf'

const valueOf = <T>(checked: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}

describe('reliability from totals', () => {
  // NIST/SEMATECH e-Handbook 8.4.5.1, example: 800 h, 2 failures; factors 0.3177 and 5.6281 at 90 %.
  it('is NIST’s MTBF of 400 h with a 90 % interval of 127 to 2251 h', () => {
    const made = valueOf(reliability({ operatingHours: 800, failures: 2, repairHours: 10 }))
    expect(made.mtbfHours).toBe(400)
    expect(made.mtbfInterval.lower.toFixed(0)).toBe('127')
    expect(made.mtbfInterval.upper!.toFixed(0)).toBe('2251')
    expect(made).toMatchObject({ mttrHours: 5, inherentAvailability: 400 / 405, failureRate: 1 / 400 })
  })

  // The same section: without failures only a lower bound exists, T ÷ (−ln α).
  it('has only a lower bound without failures, T ÷ −ln α', () => {
    const made = valueOf(reliability({ operatingHours: 1000, failures: 0, repairHours: 0, level: 0.95 }))
    expect(made.mtbfHours).toMatchObject({ undefinedBecause: expect.stringContaining('1000') })
    expect(made.mtbfInterval.upper).toBeNull()
    expect(made.mtbfLowerBound).toBeCloseTo(1000 / -Math.log(0.05), 6)
  })

  it('sees a trend where failures come closer together, and none where they are even', () => {
    const trend = (failureHours: number[]) => valueOf(reliability({ operatingHours: 1000, failures: failureHours.length, repairHours: null, failureHours })).trend!.verdict
    expect(trend([600, 800, 900, 950, 980, 995])).toBe('degrading')
    expect(trend([5, 20, 50, 100, 200, 400])).toBe('improving')
    expect(trend([100, 300, 500, 700, 900])).toBe('no trend')
  })

  it.each([[{ operatingHours: 0, failures: 1 }, 'operatingHours'], [{ operatingHours: 1, failures: 1.5 }, 'failures'], [{ operatingHours: 10, failures: 1, failureHours: [11] }, 1]])('refuses %o', (input, row) => {
    expect(reliability({ repairHours: null, ...input })).toMatchObject({ ok: false, refusal: { row } })
  })
})

const at = (hour: number) => new Date(Date.UTC(2026, 2, 10, 0, hour * 60))
const stop = (id: string, from: number, to: number | null, equipmentId: string) => ({ id, kind: 'breakdown' as const, reasonCode: 'r', startsAt: at(from), endsAt: to === null ? null : at(to), equipmentId })
/** Two shifts of eight hours, eight hours between them. */
const line: LineInput = {
  window: { from: at(0), to: at(24) },
  now: at(24),
  shifts: [[0, 8], [16, 24]].map(([from, to], i) => ({ patternId: `s${i}`, name: `S${i}`, startsAt: at(from!), endsAt: at(to!), localDate: '2026-03-10', breaks: [] })),
  stops: [stop('before', -1, 1, 'filler'), stop('over the night', 7, 18, 'filler'), stop('open', 23, null, 'sealer')],
  runs: [],
  counts: [],
}

describe('reliability from stops', () => {
  it('counts a failure once, where it starts, over the time in which the line produced', () => {
    const made = valueOf(stopReliability(line))
    expect(made).toMatchObject({ failures: 2, operatingHours: 16 - 1 - 1 - 2 - 1, openFailures: 1 })
    expect(made.mtbfHours).toBe(11 / 2)
  })

  it('knows repair by the clock and in shifts, an open one up to now', () => {
    expect(valueOf(stopReliability(line))).toMatchObject({ repairHours: 12, repairShiftHours: 1 + 2 + 1, mttrHours: 6 })
  })

  it('is that of one machine when asked', () => {
    expect(valueOf(stopReliability(line, (one) => (one as never as { equipmentId: string }).equipmentId === 'filler'))).toMatchObject({ failures: 1, openFailures: 0 })
  })
})
