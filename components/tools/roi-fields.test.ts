import { describe, expect, it } from 'vitest'
import { roiFaults, roiQuery, roiScenarios, roiStart, roiTexts } from '@/components/tools/roi-fields'
import { workedFigures } from '@/components/tools/roi-worked'

describe('the fields of the ROI calculator', () => {
  it('come back out of their own address, and leave it plain while the example stands', () => {
    const texts = { ...roiStart, hourCost: '1 200,5', scenario: 'low', hourCostBy: 'margin' }
    expect(roiTexts(Object.fromEntries(new URLSearchParams(roiQuery(texts))))).toEqual(texts)
    expect(roiQuery(roiStart)).toBe('')
  })

  it('take nothing else out of an address', () => {
    expect(roiTexts({ utm_source: 'x', lines: ['1', '2'], hourCost: '9'.repeat(500) })).toEqual({ ...roiStart, hourCost: '9'.repeat(40) })
  })

  it('rise from low to high, over three and five years and those wished', () => {
    const [low, expected, high] = roiScenarios({ ...roiStart, years: '7' })
    expect(low!.answer.yearlySavings).toBeLessThan(expected!.answer.yearlySavings)
    expect(expected!.answer.yearlySavings).toBeLessThan(high!.answer.yearlySavings)
    expect(expected!.horizons.map(({ years }) => years)).toEqual([3, 5, 7])
    expect(roiScenarios(roiStart)[0]!.horizons).toHaveLength(2)
  })

  it('say the same by margin and rate as by the cost of an hour', () => {
    const [one, other] = [roiStart, { ...roiStart, hourCostBy: 'margin', hourCost: 'none' }].map((texts) => roiScenarios(texts)[1]!.answer.yearlySavings)
    expect(one).toBeCloseTo(other!, 6)
  })

  it.each([
    [{ hourCost: 'much' }, 'hourCost'],
    [{ downtimeShare: '120' }, 'downtimeShare'],
    [{ 'yieldReduction-low': '50' }, 'yieldReduction-low'],
    [{ 'energyReduction-high': '1' }, 'energyReduction-high'],
    [{ busyHours: '9000' }, 'busyHours'],
    [{ lines: '1.5' }, 'lines'],
    [{ years: '31' }, 'years'],
    [{ investment: '-1' }, 'investment'],
  ])('name the one that is wrong: %j', (wrong, field) => {
    expect(Object.keys(roiFaults({ ...roiStart, ...wrong }))).toEqual([field])
  })

  it('have no fault in the example, and every figure shows its formula', () => {
    expect(roiFaults(roiStart)).toEqual({})
    for (const one of roiScenarios(roiStart)) for (const { termNote } of workedFigures(one)) expect(termNote).toBeTruthy()
  })

  it('say why a figure is not defined', () => {
    const [low] = roiScenarios({ ...roiStart, yearlyCost: '1000000' })
    const dashes = workedFigures(low!).filter(({ detail }) => detail === '—')
    expect(dashes.map(({ termNote }) => String(termNote).includes('saves no more than it costs'))).toEqual([true, true])
  })
})
