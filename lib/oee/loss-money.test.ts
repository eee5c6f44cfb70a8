import { describe, expect, it } from 'vitest'
import { lossMoney } from '@/lib/oee/loss-money'

const prices = { currency: 'GBP', busyHour: 600, materialPerKg: 1.5 }

describe('money of losses', () => {
  it('is planned busy time and the material of rejects at their prices, with the numbers in words', () => {
    const money = lossMoney({ minutes: 30, rejectedKg: 12 }, prices)
    expect(money).toMatchObject({ currency: 'GBP', time: 300, material: 18, total: 318 })
    expect(money!.explanation).toBe('30.0 min ÷ 60 × 600 GBP per planned busy hour + 12.0 kg × 1.5 GBP/kg')
  })

  it('is nothing without a price, never 0', () => {
    expect(lossMoney({ minutes: 30 }, null)).toBeNull()
    expect(lossMoney({ minutes: 0 }, undefined)).toBeNull()
  })

  it('leaves material out, and says so, when the mass of a piece is not known', () => {
    const money = lossMoney({ minutes: 30, rejectedKg: null }, prices)
    expect(money).toMatchObject({ time: 300, material: null, total: 300 })
    expect(money!.explanation).toContain('not known')
  })

  it('is negative for minutes gained', () => {
    expect(lossMoney({ minutes: -6 }, prices)!.total).toBe(-60)
  })
})
