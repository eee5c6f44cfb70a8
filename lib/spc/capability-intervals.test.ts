import { describe, expect, it } from 'vitest'
import { type CapabilityInterval, cpInterval, cpkInterval, cpmInterval, cpmWithinInterval } from '@/lib/spc/capability-intervals'

const bounds = ({ lower, upper }: CapabilityInterval, digits: number) => [lower.toFixed(digits), upper.toFixed(digits)]
const width = ({ lower, upper }: CapabilityInterval) => upper - lower

describe('intervals of capability', () => {
  // Montgomery, Introduction to Statistical Quality Control, example 8.4: USL 62, LSL 38, n 20, s 1.75; he rounds Cp to 2.29.
  it('are Montgomery’s 1.57 to 3.01 for a Cp of 2.29 from 20 values', () => {
    expect(bounds(cpInterval(2.29, 19), 2)).toEqual(['1.57', '3.01'])
  })

  it('say their level, method and degrees of freedom', () => {
    expect(cpInterval(1, 19)).toMatchObject({ level: 0.95, method: 'chi-square', degrees: 19 })
    expect(cpkInterval(1, 20, 17.5, 0.9)).toMatchObject({ level: 0.9, method: 'Bissell', degrees: 17.5 })
    expect(cpmInterval(1, 20, 0)).toMatchObject({ level: 0.95, method: 'Boyles', degrees: 20 })
  })

  it('grow narrower with more values and wider with more confidence', () => {
    expect(width(cpkInterval(1.33, 200, 199))).toBeLessThan(width(cpkInterval(1.33, 50, 49)))
    expect(width(cpkInterval(1.33, 50, 49, 0.99))).toBeGreaterThan(width(cpkInterval(1.33, 50, 49)))
  })

  it('of Cpk around 0 is that of the mean alone: ± z ÷ 3√n', () => {
    expect(cpkInterval(0, 25, 24).upper).toBeCloseTo(1.959963984540054 / 15, 12)
  })

  it('of Cpm within is Boyles’ own when sigma has n degrees, and of Cp alone when the mean is on target', () => {
    expect(cpmWithinInterval(1.5, 40, 0.7, 40).degrees).toBeCloseTo(cpmInterval(1.5, 40, 0.7).degrees, 12)
    expect(bounds(cpmWithinInterval(1.5, 40, 0, 36), 12)).toEqual(bounds(cpInterval(1.5, 36), 12))
  })
})
