import { describe, expect, it } from 'vitest'
import { anovaTable, componentTable, poolingWords, sigmaDigits } from '@/components/tools/gauge-rr-tables'
import { gaugeStudy } from '@/lib/spc/gauge-rr'
import { aiagStudy, impedanceStudy } from '@/lib/spc/gauge-rr-published'

const study = (...given: Parameters<typeof gaugeStudy>) => {
  const made = gaugeStudy(...given)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

describe('the tables of a gauge study', () => {
  it('have one cell a column in every row, with and without tolerance and interaction', () => {
    for (const made of [study(aiagStudy), study(aiagStudy, { tolerance: 4.42 }), study(impedanceStudy)]) {
      for (const { columns, rows } of [componentTable(made.figures, made.multiplier), anovaTable(made.anova, 4)]) {
        for (const cells of rows) expect(cells).toHaveLength(columns.length)
      }
    }
    expect(componentTable(study(impedanceStudy).figures, 6).rows.map(([name]) => name)).toContain('Part × appraiser')
  })

  it('show three digits of the gauge’s sigma that count, in any unit', () => {
    expect(sigmaDigits(study(aiagStudy).figures)).toBe(3)
    expect(sigmaDigits(study(aiagStudy.map((one) => ({ ...one, value: one.value / 1000 }))).figures)).toBe(6)
    expect(sigmaDigits(study(aiagStudy.map((one) => ({ ...one, value: one.value * 1e6 }))).figures)).toBe(0)
  })

  it('say in words where an F is not defined', () => {
    const rows = ['1', '2', '3'].flatMap((part, i) => ['A', 'B'].flatMap((appraiser, j) => [1, 2].map(() => ({ part, appraiser, value: i * 2 + (i === 1 ? j : 0) }))))
    expect(anovaTable(study(rows).anova, 2).rows[2]).toEqual(['Part × appraiser', '2', '0.67', '0.333', '— no error', 'below 0.001'])
  })

  it('say what became of the interaction', () => {
    expect(poolingWords(study(aiagStudy))).toBe('The interaction (p 0.974, above 0.25) is pooled into repeatability.')
    expect(poolingWords(study(impedanceStudy))).toBe('The interaction (p below 0.001, not above 0.25) is kept.')
    expect(poolingWords(study(aiagStudy, { alpha: null }))).toBe('The interaction is kept, as asked.')
  })
})
