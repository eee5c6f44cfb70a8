import { describe, expect, it } from 'vitest'
import { csvCell, csvLine } from '@/lib/plant/export-csv'

describe('a CSV cell', () => {
  it.each([
    [null, ''],
    [12.5, '12.5'],
    [-3, '-3'],
    [Number.NaN, ''],
    ['plain', 'plain'],
    ['a, b', '"a, b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    [new Date('2026-03-12T08:00:00Z'), '2026-03-12T08:00:00.000Z'],
  ])('%j is written %j', (value, written) => expect(csvCell(value)).toBe(written))

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j never becomes a formula', (value) => {
    expect(csvCell(value).replace(/^"/, '')).toMatch(/^'/)
  })

  it('ends its line with CRLF', () => expect(csvLine(['a', 1])).toBe('a,1\r\n'))
})
