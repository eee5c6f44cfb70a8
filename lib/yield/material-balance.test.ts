import { describe, expect, it } from 'vitest'
import { costPerUnit } from '@/lib/yield/cost-per-unit'
import { type BatchMass, materialBalance, totalBalance } from '@/lib/yield/material-balance'

const batch = (id: string, inputKg: number, outputKg: number | null, rejectedKg: number | null = 0, productId = 'p'): BatchMass => ({ id, productId, inputKg, outputKg, rejectedKg })
const valueOf = (batches: BatchMass[]) => {
  const made = materialBalance(batches)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

describe('a material balance', () => {
  it('closes: input is output, rejects and what nobody can account for', () => {
    const [one] = valueOf([batch('a', 1000, 950, 20)])
    expect(one).toMatchObject({ unaccountedKg: 30, yieldRatio: 0.95 })
    expect(valueOf([batch('a', 1000, 1010)])[0]!.unaccountedKg).toBe(-10)
  })

  it('of many divides sums, and has nothing to say of batches that run', () => {
    const made = valueOf([batch('small', 10, 5), batch('large', 990, 980), batch('running', 500, null)])
    expect(made.map(({ id }) => id)).toEqual(['small', 'large'])
    expect(totalBalance(made)!.yieldRatio).toBe(0.985)
    expect(totalBalance([])).toBeNull()
  })

  it('names the batch that is not like the others of its product', () => {
    const usual = [0.98, 0.981, 0.979, 0.982, 0.98, 0.978].map((share, i) => batch(`b${i}`, 1000, share * 1000))
    const made = valueOf([...usual, batch('odd', 1000, 920), batch('other', 1000, 500, 0, 'q')])
    expect(made.filter(({ isOutlier }) => isOutlier).map(({ id }) => id)).toEqual(['odd'])
    expect(made.find(({ id }) => id === 'other')!.robustZ).toBeNull()
  })

  it('refuses output without input and masses below 0, naming the batch', () => {
    expect(materialBalance([batch('a', 0, 10)])).toMatchObject({ ok: false, refusal: { row: 'a' } })
    expect(materialBalance([batch('b', 10, -1)])).toMatchObject({ ok: false, refusal: { row: 'b' } })
    expect(materialBalance([batch('c', Number.NaN, 1)])).toMatchObject({ ok: false, refusal: { row: 'c' } })
  })
})

describe('the cost of a good piece', () => {
  const rates = { currency: 'GBP', busyHour: 600, materialPerKg: 1.2, energyPerKwh: 0.2 }
  it('is time, material and energy over good pieces', () => {
    expect(costPerUnit({ busyHours: 8, inputKg: 5000, kwh: 1000, goodPieces: 20_000, rates })).toEqual({ currency: 'GBP', time: 4800, material: 6000, energy: 200, total: 11_000, perPiece: 0.55 })
  })
  it('is not defined without rates or pieces, and leaves out what is not metered', () => {
    expect(costPerUnit({ busyHours: 8, inputKg: 1, kwh: 1, goodPieces: 1, rates: null })).toEqual({ undefinedBecause: 'no cost rates' })
    expect(costPerUnit({ busyHours: 8, inputKg: 1, kwh: 1, goodPieces: 0, rates })).toEqual({ undefinedBecause: 'no good piece' })
    expect(costPerUnit({ busyHours: 1, inputKg: 0, kwh: null, goodPieces: 100, rates })).toMatchObject({ energy: null, total: 600 })
  })
})
