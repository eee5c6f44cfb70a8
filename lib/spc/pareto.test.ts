import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import { pareto } from '@/lib/spc/pareto'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}

// SAS/QC User's Guide, The PARETO Procedure, data set Failure1: causes of 31 failures of integrated circuits, as noted.
const failures = [
  'Corrosion', 'Oxide Defect', 'Contamination', 'Oxide Defect', 'Oxide Defect', 'Miscellaneous', 'Oxide Defect', 'Contamination', 'Metallization',
  'Oxide Defect', 'Contamination', 'Contamination', 'Oxide Defect', 'Contamination', 'Contamination', 'Contamination', 'Corrosion', 'Silicon Defect',
  'Miscellaneous', 'Contamination', 'Contamination', 'Contamination', 'Miscellaneous', 'Contamination', 'Contamination', 'Doping', 'Oxide Defect',
  'Oxide Defect', 'Metallization', 'Contamination', 'Contamination',
]

describe('a Pareto', () => {
  it('adds equal causes and has the counts and shares that SAS/QC prints, ties by name', () => {
    const rows = valueOf(pareto(failures.map((label) => ({ label, value: 1 }))))
    expect(rows.map(({ label, value, shareRatio }) => [label, value, (100 * shareRatio).toFixed(4)])).toEqual([
      ['Contamination', 14, '45.1613'], ['Oxide Defect', 8, '25.8065'], ['Miscellaneous', 3, '9.6774'], ['Corrosion', 2, '6.4516'],
      ['Metallization', 2, '6.4516'], ['Doping', 1, '3.2258'], ['Silicon Defect', 1, '3.2258'],
    ])
    expect(rows.filter(({ isVital }) => isVital).map(({ label }) => label)).toEqual(['Contamination', 'Oxide Defect', 'Miscellaneous'])
  })

  // R qcc, example of pareto.chart: the first three of five make exactly 80 %.
  it('names as vital those that reach 80 % exactly, and none after', () => {
    const defects = { 'price code': 80, 'schedule date': 27, 'supplier code': 66, 'contact num.': 94, 'part num.': 33 }
    const rows = valueOf(pareto(Object.entries(defects).map(([label, value]) => ({ label, value }))))
    expect(rows.map(({ label, cumulativeRatio, isVital }) => [label, (100 * cumulativeRatio).toFixed(2), isVital])).toEqual([
      ['contact num.', '31.33', true], ['price code', '58.00', true], ['supplier code', '80.00', true], ['part num.', '91.00', false],
      ['schedule date', '100.00', false],
    ])
  })

  it('falls, and ends at exactly 1, for any values', () => {
    const causes = fc.array(fc.record({ label: fc.string(), value: fc.double({ min: 0.001, max: 1e6, noNaN: true }) }), { minLength: 1 })
    fc.assert(fc.property(causes, (given) => {
      const rows = valueOf(pareto(given))
      expect(rows.at(-1)!.cumulativeRatio).toBe(1)
      for (const [i, { value }] of rows.entries()) expect(value).toBeLessThanOrEqual(rows[Math.max(0, i - 1)]!.value)
    }))
  })

  it('refuses a negative value and one that is none with their row, and nothing at all', () => {
    const of = (...values: number[]) => pareto(values.map((value, i) => ({ label: `cause ${i}`, value })))
    expect(of(1, -1)).toMatchObject({ ok: false, refusal: { code: 'negative', row: 2 } })
    expect(of(1, 2, NaN)).toMatchObject({ ok: false, refusal: { code: 'not_a_number', row: 3 } })
    for (const empty of [of(), of(0, 0)]) expect(empty).toMatchObject({ ok: false, refusal: { code: 'nothing' } })
  })
})
