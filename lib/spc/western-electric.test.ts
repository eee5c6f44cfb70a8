import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import rings from '@/lib/spc/piston-rings.json'
import { type WesternElectricRule, westernElectricSignals } from '@/lib/spc/western-electric'
import { meanOf, phaseOneLimits } from '@/lib/spc/xbar-r'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
/** 1-based points on which a rule is completed, with the side. */
const completed = (points: number[], rule: WesternElectricRule) =>
  valueOf(westernElectricSignals(points, 0, 1)).filter((signal) => signal.rule === rule).map(({ side, at }) => `${side} ${at + 1}`)

describe("Western Electric's rules", () => {
  it('1: beyond three sigma, not on it', () => expect(completed([3, -3, 3.01, -3.01], 1)).toEqual(['above 3', 'below 4']))

  it('2: the second of three beyond two sigma on the same side', () => {
    expect(completed([2.1, 0, 2.1, 0], 2)).toEqual(['above 3'])
    expect(completed([2.1, 0, 0, 2.1], 2)).toEqual([])
    expect(completed([2.1, 0, -2.1], 2)).toEqual([])
    expect(completed([2, 2, 2], 2)).toEqual([])
  })

  it('3: the fourth of five beyond one sigma on the same side', () => {
    expect(completed([1.1, 1.1, 0, 1.1, 1.1], 3)).toEqual(['above 5'])
    expect(completed([-1.1, -1.1, 0, -1.1, -1.1, 0], 3)).toEqual(['below 5'])
    expect(completed([1.1, 1.1, 0, 1.1, -1.1], 3)).toEqual([])
    expect(completed([1, 1, 1, 1, 1], 3)).toEqual([])
  })

  it('4: the eighth on one side, and each after it; a point on the centre line ends the run', () => {
    expect(completed(Array(9).fill(0.5), 4)).toEqual(['above 8', 'above 9'])
    expect(completed(Array(8).fill(-0.5), 4)).toEqual(['below 8'])
    expect(completed([...Array(7).fill(0.5), 0, ...Array(7).fill(0.5)], 4)).toEqual([])
  })

  it('are completed as soon as enough points are beyond, even at the very start', () => {
    expect(completed([2.1, 2.1], 2)).toEqual(['above 2'])
    expect(completed([-1.1, -1.1, -1.1, -1.1], 3)).toEqual(['below 4'])
  })

  it('judge the two halves apart: both can be completed within the same points', () => {
    expect(completed([2.1, -2.1, 2.1, -2.1], 2)).toEqual(['above 3', 'below 4'])
  })

  it('name the point where the pattern began', () => {
    expect(valueOf(westernElectricSignals([0, 2.1, 0, 2.1], 0, 1))).toEqual([{ rule: 2, side: 'above', from: 1, at: 3 }])
    expect(valueOf(westernElectricSignals(Array(8).fill(0.5), 0, 1))).toEqual([{ rule: 4, side: 'above', from: 0, at: 7 }])
  })

  it('find on the piston rings what is published for the same patterns of Nelson, and nothing in phase I', () => {
    const [first, last] = rings.phaseI as [number, number]
    const limits = valueOf(phaseOneLimits(rings.subgroups.map((values, i) => ({ index: i + 1, values })), first, last))
    const means = rings.subgroups.map(meanOf)
    const found = (rule: WesternElectricRule) =>
      valueOf(westernElectricSignals(means, limits.location.centre, limits.sigmaOfMean)).filter((signal) => signal.rule === rule).map(({ at }) => at + 1)
    const published = rings.expected.all40AgainstPhaseI.nelson
    expect([found(1), found(2), found(3)]).toEqual([published[1], published[5], published[6]])
    expect(valueOf(westernElectricSignals(means.slice(first - 1, last), limits.location.centre, limits.sigmaOfMean))).toEqual([])
  })

  it('swap sides with the sign, and do not change with shift and scale', () => {
    const points = rings.subgroups.flat().map((value) => (value - 74) * 200)
    const plain = valueOf(westernElectricSignals(points, 0, 1))
    const turned = valueOf(westernElectricSignals(points.map((value) => 50 - 8 * value), 50, 8))
    expect(plain.length).toBeGreaterThan(0)
    const key = ({ rule, side, from, at }: (typeof plain)[number]) => `${at} ${rule} ${side} ${from}`
    const swapped = turned.map((signal) => ({ ...signal, side: signal.side === 'above' ? ('below' as const) : ('above' as const) }))
    expect(swapped.map(key).sort()).toEqual(plain.map(key).sort())
  })

  it('are refused without a sigma and for a value that is no number', () => {
    expect(westernElectricSignals([1, 2], 0, 0)).toMatchObject({ refusal: { code: 'no_variation' } })
    expect(westernElectricSignals([1, NaN], 0, 1)).toMatchObject({ refusal: { code: 'not_a_number', row: 1 } })
  })
})
