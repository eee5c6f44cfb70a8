import { describe, expect, it } from 'vitest'
import { parseBody, readBatch } from '@/lib/telemetry/read-batch'

const now = Date.parse('2026-03-09T12:00:00Z')
const units: Record<string, string> = { temp: '°C', flow: 'm³/h' }
const read = (body: unknown) => readBatch(body, (signal) => units[signal], now)
const codes = (body: unknown) => read(body).refused.map(({ index, at, code }) => [index, ...(at === undefined ? [] : [at]), code])

describe('a batch of readings', () => {
  it.each([
    ['one reading', { signal: 'temp', t: now, v: 7 }, [{ signal: 'temp', t: [now], v: [7] }]],
    ['one without a time: now', { signal: 'temp', v: 7 }, [{ signal: 'temp', t: [now], v: [7] }]],
    ['an array', [{ signal: 'temp', t: now, v: 7 }, { signal: 'flow', t: '2026-03-09T13:00:00+01:00', v: 8, unit: 'm3/h' }], [{ signal: 'temp', t: [now], v: [7] }, { signal: 'flow', t: [now], v: [8] }]],
    ['columns', { signal: 'temp', t: [now - 1, now], v: [7, 8], unit: 'degC' }, [{ signal: 'temp', t: [now - 1, now], v: [7, 8] }]],
  ])('is taken as %s', (_, body, groups) => expect(read(body)).toEqual({ groups, accepted: groups.reduce((n, { t }) => n + t.length, 0), refused: [] }))

  it('is refused reading by reading, the rest is taken', () => {
    const body = [
      { signal: 'temp', v: 1 }, { signal: 'nope', v: 1 }, { signal: 'temp', v: null }, { signal: 'temp', v: 1, unit: '°F' }, 7, null,
      { signal: 'temp', v: 1, t: now + 300_001 }, { signal: 'temp', v: 1, t: now - 31 * 86_400_000 - 1 }, { signal: 'temp', v: 1, t: 'yesterday' }, { v: 1 },
      { signal: 'temp', t: [now, now, 'x'], v: [1, 'a', 3] }, { signal: 'temp', t: [now], v: [1, 2] },
    ]
    expect(codes(body)).toEqual([
      [1, 'unknown_signal'], [2, 'not_a_number'], [3, 'unit_mismatch'], [4, 'bad_shape'], [5, 'bad_shape'],
      [6, 'clock_ahead'], [7, 'too_old'], [8, 'bad_time'], [9, 'bad_shape'], [10, 1, 'not_a_number'], [10, 2, 'bad_time'], [11, 'bad_shape'],
    ])
    expect(read(body).accepted).toBe(2)
    expect(codes({ signal: 'temp', t: [now, now], v: [1, null] })).toEqual([[1, 'not_a_number']])
  })

  it('may hold a bare NaN, as Python writes it, outside of texts', () => {
    expect(codes(parseBody(`[{"signal":"temp","v":NaN},{"signal":"NaN","v":-Infinity},{"signal":"temp","v":1}]`))).toEqual([[0, 'not_a_number'], [1, 'unknown_signal']])
    expect(() => parseBody('{"signal":')).toThrow(SyntaxError)
    expect(parseBody('\ufeff[7]')).toEqual([7])
  })

  it('is refused as a whole when more of it is wrong than a letter holds, and a letter holds no more levels than the database', () => {
    const bad = { signal: 'temp', v: 'x' }
    expect(read(Array<object>(100_000).fill(bad)).refused.length).toBe(100_000)
    expect(() => read([...Array<object>(100_000).fill(bad), 7])).toThrow('More than 100,000 of it cannot be taken, so nothing was. The first: v must be a number')
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown
    expect(read([nested(32), nested(34)]).refused.map(({ raw }) => raw)).toEqual([nested(32), '(nested more than 32 levels deep)'])
    expect(codes([{ signal: 'temp', v: 1e150 }, { signal: 'temp', v: -1.1e150 }])).toEqual([[1, 'not_a_number']])
  })
})
