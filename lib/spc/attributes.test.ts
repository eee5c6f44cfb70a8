import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import { type AttributeChart, type AttributeRow, attributeBaseline, attributePoints } from '@/lib/spc/attributes'
import type { PhaseOne } from '@/lib/spc/control-limits'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
const rowsOf = (counts: number[], size?: number | number[]): AttributeRow[] =>
  counts.map((count, i) => ({ index: i + 1, count, size: Array.isArray(size) ? size[i] : size }))
const chartOf = (chart: AttributeChart, rows: AttributeRow[], phaseOne?: PhaseOne) =>
  valueOf(attributePoints(rows, valueOf(attributeBaseline(chart, rows, phaseOne))))
const outsideOf = (points: { index: number; isOutside: boolean }[]) => points.filter((point) => point.isOutside).map(({ index }) => index)
const without = (rows: AttributeRow[], ...indexes: number[]) =>
  rows.map((row) => (indexes.includes(row.index) ? { ...row, excludedReason: 'new operator, new material' } : row))
const refusalOf = (chart: AttributeChart, ...rows: [count: number, size?: number][]) =>
  attributeBaseline(chart, rows.map(([count, size], i) => ({ index: i + 1, count, size })))

/** NIST/SEMATECH e-Handbook, 6.3.3.2: wafers of 50 chips; Montgomery's orange juice cans, R qcc `orangejuice`. */
const cans = rowsOf([12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6], 50)
/** NIST/SEMATECH e-Handbook, 6.3.3.1: defects on 25 wafers. */
const wafers = rowsOf([16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13])
/** Montgomery, Introduction to Statistical Quality Control, 7.3: printed circuit boards, R qcc `circuit`. */
const boards = rowsOf([21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15])
/** Montgomery, 7.3: defects on rolls of dyed cloth, in inspection units of 50 m², R qcc `dyedcloth`. */
const cloth = rowsOf([14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5])

describe('p chart', () => {
  it('has the published limits of the 30 samples, and 15 and 23 outside', () => {
    const points = chartOf('p', cans)
    expect(points[0]!.limits.centre).toBeCloseTo(0.2313333, 7)
    expect(points[0]!.limits.lower).toBeCloseTo(0.05242755, 8)
    expect(points[0]!.limits.upper).toBeCloseTo(0.4102391, 7)
    expect(outsideOf(points)).toEqual([15, 23])
  })

  it('has the published limits without 15 and 23, which keep their index and show their reason', () => {
    const points = chartOf('p', without(cans, 15, 23))
    expect(points[0]!.limits.centre).toBeCloseTo(0.215, 10)
    expect(points[0]!.limits.lower).toBeCloseTo(0.04070284, 8)
    expect(points[0]!.limits.upper).toBeCloseTo(0.3892972, 7)
    expect(outsideOf(points)).toEqual([21])
    expect(points[14]).toMatchObject({ index: 15, value: 0.44, isOutside: false, excludedReason: 'new operator, new material' })
  })

  it('gives every point the limits of its own size', () => {
    const points = chartOf('p', rowsOf([5, 10, 40], [50, 100, 400]))
    expect(points.map(({ limits }) => limits.centre)).toEqual([0.1, 0.1, 0.1])
    expect(points.map(({ limits }) => limits.upper - 0.1)).toEqual([50, 100, 400].map((n) => expect.closeTo(3 * Math.sqrt(0.09 / n), 12)))
    expect(points.map(({ limits }) => limits.lower)).toEqual([0, expect.closeTo(0.01, 12), expect.closeTo(0.055, 12)])
  })

  it('never has limits below 0 or above 1', () => {
    const rare = chartOf('p', rowsOf([0, 1], 10))
    const common = chartOf('p', rowsOf([10, 9], 10))
    expect(rare[0]!.limits.lower).toBe(0)
    expect(common[0]!.limits.upper).toBe(1)
    expect(outsideOf([...rare, ...common])).toEqual([])
  })
})

describe('np chart', () => {
  it('is the p chart of the same samples times their size', () => {
    const [p, np] = [chartOf('p', cans), chartOf('np', cans)]
    expect(np[0]!.limits.upper).toBeCloseTo(50 * 0.4102391, 5)
    expect(np[0]!.limits.lower).toBeCloseTo(50 * 0.05242755, 6)
    expect(outsideOf(np)).toEqual(outsideOf(p))
  })

  it('moves its centre line with the size of each point and caps the limit at it', () => {
    const points = chartOf('np', rowsOf([8, 80], [10, 100]))
    expect(points.map(({ limits }) => limits.centre)).toEqual([expect.closeTo(8, 12), expect.closeTo(80, 12)])
    expect(points[0]!.limits.upper).toBe(10)
  })
})

describe('c chart', () => {
  it('has the published limits of NIST 6.3.3.1: 4, 16 and 28; wafer 3 lies on 28 and is inside', () => {
    const points = chartOf('c', wafers)
    expect(points[0]!.limits).toEqual({ lower: 4, centre: 16, upper: 28 })
    expect(points[2]).toMatchObject({ value: 28, isOutside: false })
    expect(outsideOf(points)).toEqual([24])
  })

  it("has the published limits of Montgomery's circuit boards, and 6 and 20 outside", () => {
    const points = chartOf('c', boards)
    expect(points[0]!.limits.centre).toBeCloseTo(19.84615, 5)
    expect(points[0]!.limits.lower).toBeCloseTo(6.481447, 6)
    expect(points[0]!.limits.upper).toBeCloseTo(33.21086, 5)
    expect(outsideOf(points)).toEqual([6, 20])
  })

  it('never has a limit below 0', () => expect(chartOf('c', rowsOf([1, 3]))[0]!.limits.lower).toBe(0))
})

describe('u chart', () => {
  it("has the published mean of Montgomery's dyed cloth, 153 / 107.5 = 1.42, and no roll outside", () => {
    const points = chartOf('u', cloth)
    expect(points[0]!.limits.centre).toBe(153 / 107.5)
    expect(points[0]!.limits.centre).toBeCloseTo(1.42, 2)
    expect(points.map(({ limits, size }) => (limits.upper - limits.centre) * Math.sqrt(size))).toEqual(
      Array(10).fill(expect.closeTo(3 * Math.sqrt(153 / 107.5), 12)),
    )
    expect(outsideOf(points)).toEqual([])
  })

  it('is the c chart where every point has one unit', () => {
    const ones = wafers.map((row) => ({ ...row, size: 1 }))
    expect(chartOf('u', ones).map(({ limits }) => limits)).toEqual(chartOf('c', wafers).map(({ limits }) => limits))
  })
})

describe('attribute charts', () => {
  it('keep the rate of phase I for what follows', () => {
    const later = [...cans, { index: 31, count: 40, size: 50 }]
    expect(attributeBaseline('p', later, { first: 1, last: 30 })).toEqual(attributeBaseline('p', cans))
    expect(outsideOf(chartOf('p', later, { first: 1, last: 30 }))).toEqual([15, 23, 31])
    expect(valueOf(attributeBaseline('c', wafers, { indexes: [1, 2] }))).toEqual({ chart: 'c', made: 2, rate: 15 })
  })

  it.each(['p', 'np', 'c', 'u'] as const)('refuse bad counts on a %s chart and name the row', (chart) => {
    expect(refusalOf(chart, [1, 9], [-1, 9])).toMatchObject({ refusal: { code: 'negative_count', row: 2 } })
    expect(refusalOf(chart, [1, 9], [NaN, 9])).toMatchObject({ refusal: { code: 'not_a_number', row: 2 } })
    expect(refusalOf(chart, [1, 9], [1.5, 9])).toMatchObject({ refusal: { code: 'not_whole', row: 2 } })
    expect(refusalOf(chart, [1, 9])).toMatchObject({ refusal: { code: 'too_few_points', row: 1 } })
    expect(refusalOf(chart, [0, 9], [0, 9])).toMatchObject({ refusal: { code: 'no_variation' } })
  })

  it.each(['p', 'np', 'u'] as const)('refuse sizes that are missing or not above 0 on a %s chart', (chart) => {
    expect(refusalOf(chart, [1, 9], [0, 0])).toMatchObject({ refusal: { code: 'no_size', row: 2 } })
    expect(refusalOf(chart, [1, 9], [0, -4])).toMatchObject({ refusal: { code: 'no_size', row: 2 } })
    expect(refusalOf(chart, [1, 9], [0])).toMatchObject({ refusal: { code: 'not_a_number', row: 2 } })
    expect(refusalOf(chart, [1, 9], [0, NaN])).toMatchObject({ refusal: { code: 'not_a_number', row: 2 } })
  })

  it('refuse more defectives than pieces, parts of a piece, all defective, and a c chart of several sizes', () => {
    expect(refusalOf('p', [1, 9], [10, 9])).toMatchObject({ refusal: { code: 'count_above_size', row: 2 } })
    expect(refusalOf('np', [1, 9], [10, 9])).toMatchObject({ refusal: { code: 'count_above_size', row: 2 } })
    expect(refusalOf('u', [1, 9], [10, 9]).ok).toBe(true)
    expect(refusalOf('p', [1, 9], [1, 9.5])).toMatchObject({ refusal: { code: 'not_whole', row: 2 } })
    expect(refusalOf('p', [9, 9], [9, 9])).toMatchObject({ refusal: { code: 'no_variation' } })
    expect(refusalOf('c', [1, 9], [1, 8])).toMatchObject({ refusal: { code: 'ragged', row: 2 } })
  })

  it('refuse a bad row of phase II too', () => {
    const baseline = valueOf(attributeBaseline('p', cans))
    expect(attributePoints([{ index: 31, count: 51, size: 50 }], baseline)).toMatchObject({ refusal: { code: 'count_above_size', row: 31 } })
  })
})
