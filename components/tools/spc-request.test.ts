import { describe, expect, it } from 'vitest'
import { mostRows, type SpcFields, spcFields, spcRequestOf } from '@/components/tools/spc-request'
import { readTable } from '@/lib/tools/read-table'
import type { SpcChart } from '@/lib/tools/spc-tool'

const requestOf = (text: string, chart: SpcChart, fields: Partial<SpcFields> = {}) => {
  const table = readTable(text)
  if (!table.ok) throw new Error(table.refusal.message)
  const made = spcRequestOf({ ...spcFields, text, chart, ...fields }, table.value)
  return made.ok ? made.value : made.refusal
}
const table = 'a;b;c\n1;50;3\n2;60;4\n;70;5'

describe('the columns of a chart', () => {
  it('are all of them for subgroups, or those chosen, each cell in its place', () => {
    expect(requestOf(table, 'xbar-r')).toMatchObject({ values: [[1, 50, 3], [2, 60, 4], [70, 5]] })
    expect(requestOf(table, 'xbar-r', { columns: '0,2' })).toMatchObject({ values: [[1, 3], [2, 4], [5]] })
  })

  it('are one for single values, the first unless chosen', () => {
    expect(requestOf(table, 'i-mr', { columns: '1' })).toMatchObject({ values: [[50], [60], [70]] })
    expect(requestOf('a;b\n1;2\n3;4', 'ewma')).toMatchObject({ values: [[1], [3]] })
  })

  it('are a count and the number inspected in either order, or one number for all', () => {
    expect(requestOf(table, 'p', { columns: '2,1' })).toMatchObject({ counts: [3, 4, 5], sizes: [50, 60, 70] })
    expect(requestOf('n;rejects\n50;3\n60;4', 'u', { columns: '1' })).toMatchObject({ counts: [3, 4], sizes: [50, 60] })
    expect(requestOf(table, 'np', { columns: '2,fixed', size: '80' })).toMatchObject({ counts: [3, 4, 5], sizes: 80 })
    expect(requestOf(table, 'np', { columns: '2,fixed' })).toMatchObject({ code: 'no_size', row: 'size' })
    expect(requestOf('rejects;n\n3;50', 'p')).toMatchObject({ counts: [3], sizes: [50] })
    expect(requestOf('rejects;n\n3;50', 'p', { size: '80' })).toMatchObject({ sizes: 80 })
    expect(requestOf(table, 'c', { columns: '2' })).toMatchObject({ counts: [3, 4, 5] })
  })

  it('fall back where the table has no such column', () => {
    expect(requestOf('a\n1\n2', 'i-mr', { columns: '7' })).toMatchObject({ values: [[1], [2]] })
    expect(requestOf('a\n1\n2', 'p', { columns: '0,0', size: '9' })).toMatchObject({ counts: [1, 2], sizes: 9 })
  })

  it('are refused with the line where the value is missing', () => {
    expect(requestOf(table, 'i-mr')).toMatchObject({ code: 'no_value', message: 'Line 4: no value in a.' })
    expect(requestOf(table, 'p', { columns: '1,0' })).toMatchObject({ code: 'no_value', row: 4 })
    expect(requestOf(table, 'xbar-r', { columns: '0' })).toMatchObject({ code: 'no_value', row: 4 })
  })
})

describe('many rows', () => {
  it('are taken up to what is drawn, from the row wished', () => {
    const text = Array.from({ length: mostRows + 500 }, (_, i) => `${i + 1}`).join('\n')
    const request = requestOf(text, 'i-mr', { from: '101' })
    expect(request).toMatchObject({ values: expect.any(Array) })
    const { values } = request as { values: number[][] }
    expect([values.length, values[0], values.at(-1)]).toEqual([mostRows, [101], [mostRows + 100]])
  })
})
