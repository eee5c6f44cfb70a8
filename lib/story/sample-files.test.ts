import { describe, expect, it } from 'vitest'
import { sampleTables } from '@/lib/story/sample-files'

const until = new Date('2026-11-23T11:40:00Z')
const tables = new Map(sampleTables('dairy', '2026-11-23', until).map((table) => [table.name, table]))
const rowsOf = (name: string) => [...tables.get(name)!.rows]

describe('the sample tables', () => {
  it('fill their columns with the kinds of values they name', () => {
    for (const { name, columns, rows } of tables.values()) {
      const [row] = rows
      expect(row, name).toHaveLength(columns.length)
      row!.forEach((cell, i) => {
        if (cell === null) return
        const { type } = columns[i]!
        expect(typeof cell, `${name}.${columns[i]!.name}`).toBe(
          type === 'text' || type === 'timestamp' ? 'string' : 'number',
        )
        if (type === 'timestamp') expect(new Date(cell).toISOString()).toBe(cell)
      })
    }
  })
  it('know nothing of what is still to come', () => {
    for (const { name, columns, rows } of tables.values()) {
      const times = columns.flatMap(({ type }, i) => (type === 'timestamp' ? [i] : []))
      const latest = until.toISOString()
      for (const row of rows)
        for (const i of times) if (row[i] !== null && row[i]! > latest) expect.fail(`${name} tells of ${row[i]}`)
    }
  })
  it('leave the stop of the moment open, and count its minutes to now', () => {
    const open = rowsOf('stops').filter((row) => row[1] === null && row[2] === 'line-2')
    expect(open).toEqual([
      ['2026-11-23T11:31:00.000Z', null, 'line-2', 'line-2.sealer', 'breakdown', 'foil-sealer-cold', 9],
    ])
  })
  it('hold thirty days of readings and of energy that agree', () => {
    const power = rowsOf('readings').filter((row) => row[1] === 'line-1.power')
    expect(power.length).toBe(30 * 1440 + 1)
    const day = (t: unknown) => String(t).startsWith('2026-11-20')
    const kwh = rowsOf('energy')
      .filter((row) => day(row[0]) && row[1] === 'line-1')
      .reduce((sum, row) => sum + Number(row[2]), 0)
    const kwMinutes = power.filter((row) => day(row[0])).reduce((sum, row) => sum + Number(row[2]), 0)
    expect(kwh).toBeCloseTo(kwMinutes / 60, 1)
  })
})
