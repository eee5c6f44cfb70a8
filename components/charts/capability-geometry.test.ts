import { describe, expect, it } from 'vitest'
import { capabilityGeometry, normalDensity, type CapabilityView } from '@/components/charts/capability-geometry'

const view: CapabilityView = {
  unit: 'g', digits: 1, lowerLimit: 149, upperLimit: 153, target: 151, mean: 151.16, sigmaOverall: 0.416, sigmaWithin: 0.39,
  bins: [{ from: 150.8, to: 151, count: 20 }, { from: 151, to: 151.2, count: 30 }, { from: 151.2, to: 151.4, count: 22 }],
}

describe('the capability histogram', () => {
  it('uses the normal density: 0.3989 at the mean, 0.2420 one sigma away', () => {
    expect(normalDensity(0, 0, 1)).toBeCloseTo(0.3989, 4)
    expect(normalDensity(1, 0, 1)).toBeCloseTo(0.242, 4)
  })

  it('shows both specification limits with room beside them', () => {
    const { x } = capabilityGeometry(view)
    expect(x(149)).toBeGreaterThan(0)
    expect(x(153)).toBeLessThan(1)
  })

  it('keeps bars and curves under one top, the narrower curve the higher', () => {
    const { overall, within } = capabilityGeometry(view)
    const peak = (curve: [number, number][]) => Math.max(...curve.map(([, y]) => y))
    expect(peak(within)).toBeGreaterThan(peak(overall))
    expect(peak(within)).toBeLessThanOrEqual(1)
  })

  it('draws no curve without spread, and no limit that is not set', () => {
    const one = capabilityGeometry({ ...view, sigmaOverall: 0, sigmaWithin: 0, lowerLimit: null, upperLimit: null })
    expect(one.overall).toEqual([])
    expect(Number.isFinite(one.x(151))).toBe(true)
  })
})
