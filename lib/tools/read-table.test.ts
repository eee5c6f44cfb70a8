import { describe, expect, it } from 'vitest'
import { readNumber, readTable } from '@/lib/tools/read-table'

const rows = (text: string) => {
  const table = readTable(text)
  return table.ok ? table.value.rows : table.refusal
}

describe('pasted numbers', () => {
  it.each([
    ['1\n2\n3', [[1], [2], [3]]],
    ['74.030 74.002\n73.995 73.992', [[74.03, 74.002], [73.995, 73.992]]],
    ['a,b\n1.5,2\n3,4', [[1.5, 2], [3, 4]]],
    ['74,03;74,002\n73,995;73,992', [[74.03, 74.002], [73.995, 73.992]]],
    ['1,5\n2,25\n-0,5', [[1.5], [2.25], [-0.5]]],
    ['x\t1 234,5\ny\t2.345,75', [[1234.5], [2345.75]]],
    ['\uFEFF"Sample no.";"Weight / g"\r\n1;151,2 g\r\n2;150,9 g\r\n', [[151.2], [150.9]]],
    ['time,value\n2026-03-12 08:00,12\n2026-03-12 09:00,13', [[12], [13]]],
    ['12 mm\n13 mm', [[12], [13]]],
    ['1,234\t5\n2,345\t6', [[1.234, 5], [2.345, 6]]],
    ['1\t2\n3\t', [[1, 2], [3]]],
    ['Weight;Length\n[g];[mm]\n150,2;12\n150,4;13', [[150.2, 12], [150.4, 13]]],
    ['"Weight, net";"Note"\n150,2;"fine; really"\n150,4;""', [[150.2], [150.4]]],
    ['"1,200.5","2"\n"1,300.5","3"', [[1200.5, 2], [1300.5, 3]]],
    ['Charge;Wert;;\n1;5,5;;\n2;5,75;;', [[5.5], [5.75]]],
    ['reject rate\n1.2 %\n0.9 %', [[1.2], [0.9]]],
  ])('%j', (text, expected) => expect(rows(text)).toEqual(expected))

  it('says which columns it left out', () => {
    expect(readTable('Subgroup;x1;x2\n1;5;6\n2;7;8')).toMatchObject({ value: { header: ['x1', 'x2'], leftOut: ['Subgroup'] } })
  })

  it('refuses with the line', () => {
    expect(rows('1\n2\nthree\n4')).toMatchObject({ code: 'not_a_number', row: 3, message: 'Line 3: "three" is no number.' })
    expect(rows('')).toMatchObject({ code: 'nothing' })
    expect(rows('a\n1\nn/a\n3')).toMatchObject({ code: 'not_a_number', row: 3 })
    expect(rows('only words\nhere')).toMatchObject({ code: 'no_numbers' })
  })

  it.each([['1e3', 1000], ['−4', -4], ["1'234.5", 1234.5], ['12 %', 12], ['abc', null], ['12 34 ab 5', null]])('%s is %s', (cell, value) => {
    expect(readNumber(cell)).toBe(value)
  })
})
