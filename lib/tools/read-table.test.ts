import { describe, expect, it } from 'vitest'
import { readNumber, readTable, readTypedNumber } from '@/lib/tools/read-table'

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

const german = `sep=;
"Prüfbericht; Abfüllung Linie 2"
Bediener: Schmidt

Nr.;Datum;"Masse
netto";Länge;Ausschuss;Bemerkung;;
;;[g];[mm];[%];;;
1;12.03.2026;1.002,5;149,80;1,2 %;"i. O.";;
2;12.03.2026;998,25;150,10;0,9 %;"nachgestellt;
dann i. O.";;
3;13.03.2026;1.000,00;150,00;1,0 %;"Sensor ""B""";;
`

describe('what spreadsheets and gauges export', () => {
  it('is read from a German Excel export: title, units row, thousands points, per cent, breaks in quotes, empty columns', () => {
    expect(readTable(`\uFEFF${german.replaceAll('\n', '\r\n')}`)).toEqual({
      ok: true,
      value: {
        header: ['Masse netto', 'Länge', 'Ausschuss'],
        rows: [[1002.5, 149.8, 1.2], [998.25, 150.1, 0.9], [1000, 150, 1]],
        lines: [8, 9, 11],
        leftOut: ['Nr.', 'Datum', 'Bemerkung'],
        notes: [],
      },
    })
  })

  it.each([
    ['dates with points beside decimal commas', 'Datum;Wert\n12.03.2026;5,5\n13.03.2026;5,25', [[5.5], [5.25]]],
    ['dates in an unnamed column', '12.03.2026;5,5\n13.03.2026;5,25', [[5.5], [5.25]]],
    ['thousands points alone, where other cells have decimal commas', 'a;b\n1.234;5,5\n2.345;5,6', [[1234, 5.5], [2345, 5.6]]],
    ['decimal commas in quotes between commas', 'a,b\n"1,5","2,25"\n"1,25","2,5"', [[1.5, 2.25], [1.25, 2.5]]],
    ['a column of points beside one of commas', 'x;y\n1.25;2,5\n1.5;2,75', [[1.25, 2.5], [1.5, 2.75]]],
    ['apostrophes as thousands', 'm;k\n1’234.5;1\n12’345.25;2', [[1234.5, 1], [12345.25, 2]]],
    ['narrow blanks as thousands', 'm;k\n1\u202F234,5;1\n12\u00A0345,25;2', [[1234.5, 1], [12345.25, 2]]],
    ['subgroups headed by numbers', 'Nr;1;2;3\n1;5,5;5,6;5,7\n2;5,4;5,5;5,6', [[5.5, 5.6, 5.7], [5.4, 5.5, 5.6]]],
    ['units with digits and slashes', 'flow;k\n12.5 m3/h;1\n13 m3/h;2', [[12.5, 1], [13, 2]]],
    ['blanks before quotes', 'a, "b"\n1.5, "2"\n2.5, "3"', [[1.5, 2], [2.5, 3]]],
    ['an empty cell in its place', 'a;b\n;5\n1;6\n2;', [[null, 5], [1, 6], [2]]],
    ['n as the number inspected', 'rejects;n\n3;50\n4;50', [[3, 50], [4, 50]]],
    ['n as a counter', 'n;value\n1;50\n2;51', [[50], [51]]],
    ['old Macintosh line ends', 'a;b\r1;2\r3;4', [[1, 2], [3, 4]]],
    ['inch marks that are no quotes', 'size;k\n12" pipe;1\n13" pipe;2', [[12, 1], [13, 2]]],
  ])('%s', (_, text, expected) => expect(rows(text)).toEqual(expected))

  it.each([
    ['words in a column of numbers', 'Nr;Wert\n1;5,5\n2;n/a\n3;5,6', 'not_a_number', 3],
    ['an error of the spreadsheet', 'a\n1\n#DIV/0!\n2', 'not_a_number', 3],
    ['a value below the limit of detection', 'a;b\n0.7;1\n<0.5;1\n0.8;2', 'not_a_number', 3],
    ['two decimal marks in one column', 'a;b\n1,5;1\n1.5;2', 'mixed_decimals', 3],
    ['a comma and a point that may both be thousands', 'a;b\n1,234;1\n1.234;2', 'mixed_decimals', 3],
    ['two units in one column', 'a;b\n12 mm;1\n1.3 cm;2', 'mixed_units', 3],
    ['a row that sums up', 'Nr;Wert\n1;5\n2;6\nMittelwert;5,5', 'summary', 4],
    ['a quote that is never closed', 'a;b\n1;2\n3;"4\n5;6', 'open_quote', 3],
    ['words behind a cell with breaks', 'a;b\n"x\ny";1\nz;2\nz;none', 'not_a_number', 5],
  ])('%s are refused with the line', (_, text, code, row) => expect(rows(text)).toMatchObject({ code, row }))

  it('says how it read a cell that can be read in two ways', () => {
    expect(readTable('a;b\n1,234;1\n2,345;2')).toMatchObject({ value: { rows: [[1.234, 1], [2.345, 2]], notes: ['a: "1,234" is read as 1.234'] } })
    expect(readTable('a,b\n"1,234",1\n"2,345",2')).toMatchObject({ value: { rows: [[1234, 1], [2345, 2]], notes: ['a: "1,234" is read as 1234'] } })
    expect(readTable('a;b\n1,234;0,5\n2,345;0,6')).toMatchObject({ value: { notes: [] } })
  })
})

describe('a number typed into a field', () => {
  it.each([['1,234', 1234], ['12,5', 12.5], ['0,125', 0.125], ['1.234', 1.234], ['4.000.000', 4_000_000], ['4 000 000', 4_000_000], ['1.234,5', 1234.5], ['8 %', 8], ['', null], ['1,2,3', null], ['12.03.2026', null]])('%j is %s', (text, value) => {
    expect(readTypedNumber(text)).toBe(value)
  })
})
