import { describe, expect, it } from 'vitest'
import { addMeters, energyByState, energyUse, type PowerBucket } from '@/lib/energy/energy-use'

const quarter = 900_000
const bucket = (i: number, kw: number, coveredMinutes = 15): PowerBucket => ({ at: i * quarter, minutes: 15, kwh: (kw * coveredMinutes) / 60, coveredMinutes })
const minutes = (from: number, to: number) => ({ from: from * 60_000, to: to * 60_000 })
const whole = (buckets: PowerBucket[], more: Partial<Parameters<typeof energyUse>[1]> = {}) => energyUse(buckets, { minutes: 60, made: [], pricePerKwh: null, ...more })

describe('energy', () => {
  it('is mean power times measured time: an hour at 60 kW is 60 kWh', () => {
    expect(whole([0, 1, 2, 3].map((i) => bucket(i, 60)))).toMatchObject({ kwh: 60, coveredMinutes: 60, uncoveredMinutes: 0 })
  })

  it('names the minutes that were not measured and does not fill them up', () => {
    expect(whole([bucket(0, 60), bucket(1, 60, 5)])).toMatchObject({ kwh: 20, coveredMinutes: 20, uncoveredMinutes: 40 })
  })

  it('of several meters is covered as far as all of them report', () => {
    const sum = addMeters([[bucket(0, 60), bucket(1, 60), bucket(2, 60)], [bucket(0, 40), bucket(1, 40, 10)]])
    expect(sum.map(({ kwh, coveredMinutes }) => [kwh, coveredMinutes])).toEqual([[25, 15], [15 + 40 / 6, 10], [15, 0]])
  })
})

describe('energy by state', () => {
  const inShift = [minutes(0, 40)]
  const producing = [minutes(5, 20), minutes(25, 30)]

  it('shares a quarter of an hour that a border cuts by time, and adds up', () => {
    const [made, standing, outside] = energyByState([0, 1, 2, 3].map((i) => bucket(i, 60)), { producing, inShift })
    expect(made).toEqual({ state: 'producing', kwh: 20, coveredMinutes: 20 })
    expect(standing).toEqual({ state: 'standing', kwh: 20, coveredMinutes: 20 })
    expect(outside).toEqual({ state: 'outside', kwh: 20, coveredMinutes: 20 })
  })

  it('leaves what was not measured out of every state', () => {
    const use = energyByState([bucket(0, 60), bucket(2, 60, 3)], { producing, inShift })
    expect(use.reduce((sum, { coveredMinutes }) => sum + coveredMinutes, 0)).toBe(18)
    expect(use.reduce((sum, { kwh }) => sum + kwh, 0)).toBe(18)
  })

  it('counts of the running quarter only what has passed', () => {
    const running = { at: 0, minutes: 6, kwh: 6, coveredMinutes: 6 }
    expect(energyByState([running], { producing: [minutes(0, 6)], inShift }).map(({ kwh }) => kwh)).toEqual([6, 0, 0])
  })
})

describe('energy a piece', () => {
  const hour = [0, 1, 2, 3].map((i) => bucket(i, 50))

  it('is kWh over good pieces and over their mass', () => {
    expect(whole(hour, { made: [{ good: 4000, countUnit: 'cup', pieceGrams: 125 }, { good: 1000, countUnit: 'cup', pieceGrams: 500 }], pricePerKwh: 0.24 })).toMatchObject({ goodKg: 1000, perThousand: 10, perTonne: 50, cost: 12 })
  })

  it('says why there is none', () => {
    expect(whole(hour)).toMatchObject({ perThousand: { undefinedBecause: 'no good piece' }, perTonne: { undefinedBecause: 'no good piece' }, cost: { undefinedBecause: 'no price' } })
    expect(whole(hour, { made: [{ good: 10, countUnit: 'cup', pieceGrams: null }] }).perTonne).toEqual({ undefinedBecause: 'mass of a piece not known' })
  })

  it('is not nought where nothing was measured, and neither is its cost', () => {
    const nothing = { undefinedBecause: 'nothing measured' }
    expect(whole([], { made: [{ good: 10, countUnit: 'cup', pieceGrams: 1 }], pricePerKwh: 0.24 })).toMatchObject({ perThousand: nothing, perTonne: nothing, cost: nothing })
  })

  it('does not add tablets to blisters, but does add their mass', () => {
    const made = [{ good: 4000, countUnit: 'tablet', pieceGrams: 125 }, { good: 1000, countUnit: 'blister', pieceGrams: 500 }]
    expect(whole(hour, { made })).toMatchObject({ perThousand: { undefinedBecause: 'pieces of several kinds' }, perTonne: 50 })
    expect(whole(hour, { made: [made[0]!, { ...made[1]!, good: 0 }] }).perThousand).toBe(12.5)
  })
})
