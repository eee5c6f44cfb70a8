import { describe, expect, it } from 'vitest'
import { checkBaseline, checkMeasured, checkOrder, isOutside, limitsAround, phaseOneRows } from '@/lib/spc/control-limits'

const rows = [1, 2, 3, 7, 9].map((index) => ({ index, excludedReason: index === 2 ? 'trial run' : null }))
const indexesOf = (checked: ReturnType<typeof phaseOneRows>) => (checked.ok ? checked.value.map(({ index }) => index) : checked.refusal)

describe('limits', () => {
  it('have a point on them inside, in spite of the last bits', () => {
    const limits = limitsAround(0.3, 0.1)
    expect(isOutside(0.1 + 0.2 + 0.3, limits)).toBe(false)
    expect([limits.lower, limits.upper].map((value) => isOutside(value, limits))).toEqual([false, false])
    expect([limits.lower - 1e-6, limits.upper + 1e-6].map((value) => isOutside(value, limits))).toEqual([true, true])
  })

  it('lie three sigmas from the centre unless another width is asked for', () => {
    expect(limitsAround(10, 2)).toEqual({ lower: 4, centre: 10, upper: 16 })
    expect(limitsAround(10, 2, 1)).toEqual({ lower: 8, centre: 10, upper: 12 })
  })
})

describe('phase I', () => {
  it('is every row that is not excluded, unless it is named', () => expect(indexesOf(phaseOneRows(rows))).toEqual([1, 3, 7, 9]))

  it('goes by index, not by position: from and to, or one by one', () => {
    expect(indexesOf(phaseOneRows(rows, { first: 3, last: 8 }))).toEqual([3, 7])
    expect(indexesOf(phaseOneRows(rows, { indexes: [9, 1, 2] }))).toEqual([1, 9])
  })

  it('is refused for an index that no row has, and with fewer than two rows left', () => {
    expect(indexesOf(phaseOneRows(rows, { indexes: [1, 4] }))).toMatchObject({ code: 'unknown_row', row: 4 })
    expect(indexesOf(phaseOneRows(rows, { first: 1, last: 2 }))).toMatchObject({ code: 'too_few_points', row: 1 })
    expect(indexesOf(phaseOneRows([]))).toMatchObject({ code: 'too_few_points' })
  })
})

describe('rows', () => {
  it('are refused where the index does not ascend or is no number', () => {
    expect(checkOrder([{ index: 1 }, { index: 1 }])).toMatchObject({ refusal: { code: 'out_of_order', row: 1 } })
    expect(checkOrder([{ index: 1 }, { index: NaN }])).toMatchObject({ refusal: { code: 'not_a_number', row: 1 } })
  })

  it('are refused where a value is no number, excluded or not', () => {
    expect(checkMeasured([{ index: 4, value: NaN, excludedReason: 'broken' }])).toMatchObject({ refusal: { code: 'not_a_number', row: 4 } })
  })
})

describe('a baseline', () => {
  it('needs a centre and a sigma above 0', () => {
    expect(checkBaseline({ centre: 0, sigma: 1 }).ok).toBe(true)
    for (const sigma of [0, -1, NaN, Infinity]) expect(checkBaseline({ centre: 0, sigma })).toMatchObject({ refusal: { code: 'no_variation' } })
    expect(checkBaseline({ centre: Infinity, sigma: 1 })).toMatchObject({ refusal: { code: 'not_a_number' } })
  })
})
