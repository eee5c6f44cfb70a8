import { describe, expect, it } from 'vitest'
import { energyUse } from '@/lib/energy/energy-use'
import { energyFigures, type EnergyFacts, explainEnergy } from '@/lib/energy/explain'

const hour = { at: 0, minutes: 60, kwh: 50, coveredMinutes: 45 }
const facts: EnergyFacts = {
  use: energyUse([hour], { minutes: 60, made: [{ good: 5000, countUnit: 'cup', pieceGrams: 200 }], pricePerKwh: null }),
  base: { kw: 31, hours: 3, of: 'idle' }, baseline: { base: 20, perIdealMinute: 0.5, rSquared: 0.8, hours: 700 },
  nights: [], thriftyKw: 40, wastePerNightKwh: 12, meters: ['Main meter'],
}

describe('an explained energy figure', () => {
  it('comes out of the inputs it names', () => {
    const { value, inputs } = explainEnergy('per-thousand', facts)
    const [energy, good] = inputs.map((input) => input.value as number)
    expect(value).toBe((energy! / good!) * 1000)
    const tonne = explainEnergy('per-tonne', facts)
    expect(tonne.value).toBe(((tonne.inputs[0]!.value as number) / (tonne.inputs[1]!.value as number)) * 1000)
  })

  it('names the minutes that were not measured', () => {
    for (const figure of ['energy', 'per-thousand', 'per-tonne'] as const) {
      expect(explainEnergy(figure, facts).inputs.find(({ name }) => name === 'Not measured')!.value).toBe(15)
    }
  })

  it('says why it is not defined', () => {
    const nothing: EnergyFacts = { ...facts, use: energyUse([], { minutes: 60, made: [], pricePerKwh: null }), base: null, baseline: null, thriftyKw: null, wastePerNightKwh: null }
    for (const figure of energyFigures) expect(explainEnergy(figure, nothing).value).toMatchObject({ undefinedBecause: expect.stringMatching(/./) })
  })

  it('says which hours its base load was taken from', () => {
    expect(explainEnergy('base-load', facts).formula).toContain('without output')
    expect(explainEnergy('base-load', { ...facts, base: { kw: 31, hours: 70, of: 'all' } }).conventions[0]).toContain('all hours')
  })
})
