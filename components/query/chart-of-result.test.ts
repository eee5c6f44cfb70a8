import { describe, expect, it } from 'vitest'
import { chartOfResult } from '@/components/query/chart-of-result'

const columns = (...types: [string, string][]) => types.map(([name, type]) => ({ name, type }))

describe('the chart of a result', () => {
  it('draws numbers over time, in its order, also whole numbers that came as text', () => {
    const view = chartOfResult(columns(['signal', 'VARCHAR'], ['hour', 'TIMESTAMP WITH TIME ZONE'], ['mean', 'DOUBLE'], ['n', 'BIGINT']), [['a', '2026-03-09 13:00:00+00', 2.5, '60'], ['a', '2026-03-09 12:00:00+00', null, '59']])
    expect(view).toEqual({ x: 'hour', isTime: true, series: ['mean', 'n'], points: [{ hour: Date.parse('2026-03-09T12:00:00Z'), mean: null, n: 59 }, { hour: Date.parse('2026-03-09T13:00:00Z'), mean: 2.5, n: 60 }] })
  })

  it('takes dates and moments without a zone as UTC', () => {
    for (const [type, text] of [['DATE', '2026-03-09'], ['TIMESTAMP', '2026-03-09 00:00:00']] as const) {
      expect(chartOfResult(columns(['day', type], ['n', 'INTEGER']), [[text, 1], [text, 2]])?.points[0]).toEqual({ day: Date.parse('2026-03-09T00:00:00Z'), n: 1 })
    }
  })

  it('draws numbers over few words, and nothing over many', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, i) => [`line ${i}`, i])
    expect(chartOfResult(columns(['line', 'VARCHAR'], ['n', 'INTEGER']), rows(3))).toMatchObject({ x: 'line', isTime: false, series: ['n'] })
    expect(chartOfResult(columns(['line', 'VARCHAR'], ['n', 'INTEGER']), rows(200))).toBeNull()
  })

  it('draws nothing of words alone, of numbers alone, of one row', () => {
    expect(chartOfResult(columns(['a', 'VARCHAR']), [['x'], ['y']])).toBeNull()
    expect(chartOfResult(columns(['a', 'DOUBLE']), [[1], [2]])).toBeNull()
    expect(chartOfResult(columns(['a', 'VARCHAR'], ['n', 'DOUBLE']), [['x', 1]])).toBeNull()
  })

  it('thins what is more than can be seen', () => {
    const rows = Array.from({ length: 9000 }, (_, i) => [new Date(i * 1000).toISOString().replace('T', ' ').slice(0, 19), i])
    expect(chartOfResult(columns(['t', 'TIMESTAMP'], ['n', 'INTEGER']), rows)!.points.length).toBeLessThanOrEqual(2000)
  })
})
