import { describe, expect, it } from 'vitest'
import { judgeDay } from '@/lib/metering/anomaly'

describe('a day of usage', () => {
  it('is labelled by the modified z-score, as the NIST handbook computes it', () => {
    // Median 5.5, MAD 1.5: 0.6745 × (20 − 5.5) ÷ 1.5.
    const days = [2, 3, 4, 5, 5, 6, 6, 7, 7, 8].toSorted()
    const verdict = judgeDay(20, days)
    expect(verdict.median).toBe(5.5)
    expect(verdict.z).toBeCloseTo((0.6745 * 14.5) / 1.5, 10)
    expect(verdict.isAnomaly).toBe(true)
    expect(judgeDay(8, days).isAnomaly).toBe(false)
  })
  it('is judged on both sides: what falls silent is news too', () => {
    expect(judgeDay(0, [100, 101, 99, 102, 98, 100, 103, 97]).isAnomaly).toBe(true)
  })
  it('is not hidden by an outlier before it', () => {
    expect(judgeDay(1000, [10, 11, 9, 10, 12, 10, 9, 900]).isAnomaly).toBe(true)
  })
  it('falls back on the mean absolute deviation where most days are alike', () => {
    const verdict = judgeDay(9, [5, 5, 5, 5, 5, 5, 5, 6])
    expect(verdict.z).toBeCloseTo(4 / (1.253314 / 8), 10)
    expect(verdict.isAnomaly).toBe(true)
  })
  it('differs from days that were all alike, or it does not', () => {
    expect(judgeDay(3, Array(10).fill(3))).toMatchObject({ z: null, isAnomaly: false })
    expect(judgeDay(4, Array(10).fill(3))).toMatchObject({ z: null, isAnomaly: true })
  })
  it('is not judged before eight days', () => {
    expect(judgeDay(1000, [1, 2, 3, 2, 1, 2, 3])).toMatchObject({ z: null, isAnomaly: false })
    expect(judgeDay(5, [])).toMatchObject({ z: null, isAnomaly: false })
  })
})
