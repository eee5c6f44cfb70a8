import { describe, expect, it } from 'vitest'
import { baseLoad, type EnergyHour, energyModel, idleWasteKwh, nightWaste, wastePerNight } from '@/lib/energy/base-load'

const start = Date.UTC(2026, 2, 1)
const hour = (i: number, kwh: number, idealMinutes = 0, coveredMinutes = 60, outsideMinutes = 0): EnergyHour => ({ at: new Date(start + i * 3_600_000), kwh, idealMinutes, coveredMinutes, outsideMinutes })

describe('base load', () => {
  it('is the median of the lowest tenth, whatever one odd hour says', () => {
    const hours = Array.from({ length: 100 }, (_, i) => hour(i, i < 10 ? 40 + i : 200))
    expect(baseLoad(hours)).toEqual({ kw: 44.5, hours: 10, of: 'all' })
    expect(baseLoad([...hours.slice(1), hour(0, 0.1)])!.kw).toBe(44.5)
  })

  it('leaves hours with gaps out and is unknown with too few', () => {
    const gaps = Array.from({ length: 100 }, (_, i) => hour(i, 1, 0, 30))
    expect(baseLoad(gaps)).toBeNull()
    expect(baseLoad([...gaps, ...Array.from({ length: 20 }, (_, i) => hour(i, 50))])!.kw).toBe(50)
  })

  it('is read from hours without output where there are enough of them', () => {
    const made = Array.from({ length: 60 }, (_, i) => hour(i, 20, 45))
    const still = Array.from({ length: 30 }, (_, i) => hour(60 + i, 30 + i))
    expect(baseLoad([...made, ...still])).toEqual({ kw: 31, hours: 3, of: 'idle' })
    expect(baseLoad([...made, ...still.slice(0, 19)])).toEqual({ kw: 20, hours: 7, of: 'all' })
  })
})

describe('waste outside the shifts', () => {
  it('is what is drawn above the base load while nothing is made, over measured time', () => {
    expect(idleWasteKwh([hour(0, 80, 0, 60, 60), hour(1, 80, 0, 60, 30), hour(2, 40, 0, 30, 60)], 50)).toBe(30 + 15 + 15)
  })

  it('leaves hours with output, within the shifts or below the base load out', () => {
    expect(idleWasteKwh([hour(0, 80, 10, 60, 60), hour(1, 80, 0, 60, 0), hour(2, 40, 0, 60, 60)], 50)).toBe(0)
  })
})

describe('the energy baseline', () => {
  // Anscombe's first set (1973): y = 3.0001 + 0.5001 x, R² 0.6665; doubled here, for at least twenty hours are asked.
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
  const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
  it('is Anscombe’s line through his first set', () => {
    const hours = [...x, ...x].map((output, i) => hour(i, y[i % 11]!, output))
    const model = energyModel(hours)!
    expect(model.base).toBeCloseTo(3.0001, 4)
    expect(model.perIdealMinute).toBeCloseTo(0.5001, 4)
    expect(model.rSquared).toBeCloseTo(0.6665, 4)
  })

  it('is unknown where nothing varies', () => expect(energyModel(Array.from({ length: 30 }, (_, i) => hour(i, 5, 60)))).toBeNull())
})

describe('night waste', () => {
  const nightOf = (at: Date) => (at.getUTCHours() < 6 ? at.toISOString().slice(0, 10) : null)
  const nights = (kw: number[]) => kw.flatMap((power, day) => Array.from({ length: 24 }, (_, h) => hour(day * 24 + h, h < 6 ? power : 300)))

  it('is what a night draws above the thriftiest quarter', () => {
    const made = nightWaste(nights([50, 50, 50, 50, 100, 100, 100, 100]), nightOf)
    expect(made.thriftyKw).toBe(50)
    expect(made.nights.map(({ wasteKwh }) => wasteKwh)).toEqual([0, 0, 0, 0, 300, 300, 300, 300])
    expect(wastePerNight(made)).toBe(150)
    expect(made.nights[4]!.hours.map(({ kwh }) => kwh)).toEqual([100, 100, 100, 100, 100, 100])
  })

  it('compares a night with gaps by its covered minutes, and says nothing of three nights', () => {
    const hours = nights([50, 50, 50, 50, 100])
    const made = nightWaste([...hours.slice(0, 4 * 24 + 3), ...hours.slice(4 * 24 + 6)], nightOf)
    expect(made.nights.at(-1)).toMatchObject({ kwh: 300, coveredMinutes: 180, wasteKwh: 150 })
    expect(nightWaste(nights([50, 80, 90]), nightOf).thriftyKw).toBeNull()
    expect(wastePerNight(nightWaste(nights([50, 80, 90]), nightOf))).toBeNull()
  })
})
