import { describe, expect, it } from 'vitest'
import { cellOf, typeOf } from '@/lib/lake/query/trino-types'

describe('what Trino answers, as DuckDB writes it', () => {
  it.each([
    ['varchar', 'VARCHAR'], ['varchar(12)', 'VARCHAR'], ['bigint', 'BIGINT'], ['double', 'DOUBLE'], ['real', 'FLOAT'], ['decimal(10,2)', 'DECIMAL(10,2)'],
    ['timestamp(6)', 'TIMESTAMP'], ['timestamp(3) with time zone', 'TIMESTAMP WITH TIME ZONE'], ['array(varchar(3))', 'VARCHAR[]'], ['boolean', 'BOOLEAN'], ['date', 'DATE'],
  ])('has %s as %s', (type, name) => expect(typeOf(type)).toBe(name))
  it.each([
    ['bigint', 5, '5'], ['integer', 5, 5], ['decimal(2,1)', '1.5', '1.5'], ['timestamp(6)', '2026-03-09 12:00:00.000000', '2026-03-09 12:00:00'], ['timestamp(6)', '2026-03-09 12:00:00.500000', '2026-03-09 12:00:00.5'],
    ['timestamp(3) with time zone', '2026-03-09 12:00:00.000 UTC', '2026-03-09 12:00:00+00'], ['varchar', '10.000', '10.000'], ['double', null, null],
  ])('has %s %s as %s', (type, cell, wanted) => expect(cellOf(type, cell)).toBe(wanted))
  it('has lists cell by cell', () => expect(cellOf('array(bigint)', [1, 2])).toEqual(['1', '2']))
})
