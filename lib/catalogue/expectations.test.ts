import { describe, expect, it } from 'vitest'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { expectations, judgeTable, qualityScore } from '@/lib/catalogue/expectations'

const now = new Date('2026-03-12T12:00:00Z')
const column = (name: string, filled: number, min: string | null = null, max: string | null = null) => ({ name, filled, distinct: 1, min, max, histogram: null })
const cost = (columns: ReturnType<typeof column>[], rows = 4) => judgeTable('silver.cost_rates', { rows, columns }, null, now)
const whole = [column('currency', 4, 'EUR', 'EUR'), column('busy_hour_cost', 4, '10.0', '80.0'), column('material_cost_per_kg', 4, '0.5', '0.5'), column('energy_cost_per_kwh', 4, '0.1', '0.3')]

describe('expectations', () => {
  it('speak of tables and columns that there are', () => {
    for (const [sqlName, list] of Object.entries(expectations)) {
      const names = findCatalogueTable(sqlName)?.columns.map(({ name }) => name) ?? []
      for (const one of list) if (one.kind !== 'fresh') expect(names, sqlName).toContain(one.column)
    }
  })
  it('hold where every row is as it must be', () => expect(qualityScore(cost(whole))).toBe(1))
  it('say in how many rows something is missing', () => {
    const judged = cost([column('currency', 3, 'EUR', 'EUR'), ...whole.slice(1)])
    expect(judged[0]).toEqual({ words: 'currency is never empty', holds: false, found: 'empty in 1 of 4 rows', brokenRows: 1 })
    expect(qualityScore(judged)).toBe(0.75)
  })
  it('say what lies outside, by number and not by letters', () => {
    expect(cost([whole[0]!, column('busy_hour_cost', 4, '-1.5', '80.0'), ...whole.slice(2)])[1]).toEqual({ words: 'busy_hour_cost is not negative', holds: false, found: '-1.5 to 80.0' })
    expect(cost([whole[0]!, column('busy_hour_cost', 4, '9.0', '1e3'), ...whole.slice(2)])[1]!.holds).toBe(true)
  })
  it('judge the newest row at the edge of its time', () => {
    const age = (hours: number) => judgeTable('silver.stops', null, new Date(now.getTime() - hours * 3_600_000), now).at(-1)!.holds
    expect([age(24), age(24.01)]).toEqual([true, false])
  })
  it('judge nothing that was not measured, and of no rows nothing', () => {
    expect(qualityScore(judgeTable('silver.cost_rates', null, null, now))).toBeNull()
    expect(qualityScore(cost(whole, 0))).toBeNull()
    expect(judgeTable('gold.quality', null, null, now)).toEqual([])
  })
})
