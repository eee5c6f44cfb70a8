import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { toArrow } from '@/lib/lake/query/arrow-file'

const table = {
  columns: [{ name: 'signal', type: 'VARCHAR' }, { name: 'time', type: 'TIMESTAMP WITH TIME ZONE' }, { name: 'n', type: 'BIGINT' }, { name: 'value', type: 'DOUBLE' }, { name: 'list', type: 'INTEGER[]' }],
  rows: [['line-2.temp', '2026-03-09 12:00:00.5+00', '600', 181.625, [1, 2]], ['line-3.temp', null, '9007199254740991', null, null]],
}

describe('an answer as an Arrow file', () => {
  const read = tableFromIPC(toArrow(table))
  it('has the columns with their types, moments in UTC', () => {
    expect(read.schema.fields.map(({ name, type }) => `${name} ${String(type)}`)).toEqual(['signal Utf8', 'time Timestamp<MILLISECOND, UTC>', 'n Float64', 'value Float64', 'list Utf8'])
  })
  it('has every value, and nothing where there is none', () => {
    expect(read.toArray().map((row) => ({ ...(row as { toJSON(): object }).toJSON() }))).toEqual([
      { signal: 'line-2.temp', time: Date.parse('2026-03-09T12:00:00.500Z'), n: 600, value: 181.625, list: '[1,2]' },
      { signal: 'line-3.temp', time: null, n: 9007199254740991, value: null, list: null },
    ])
  })
  it('of no rows has its columns still', () => expect(tableFromIPC(toArrow({ ...table, rows: [] })).schema.fields).toHaveLength(5))
  it('begins and ends as such a file does', () => expect(toArrow(table).subarray(0, 6).toString()).toBe('ARROW1'))
})
