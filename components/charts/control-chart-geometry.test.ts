import { describe, expect, it } from 'vitest'
import { controlPlot, indexTicks, type ControlPanelView } from '@/components/charts/control-chart-geometry'

const panel: ControlPanelView = {
  name: 'Subgroup mean',
  unit: 'g',
  digits: 2,
  limits: { upper: 151.56, centre: 151.02, lower: 150.48 },
  showsZones: true,
  points: [151.0, 151.2, 150.9, 151.7].map((value, i) => ({ index: i + 1, clock: `0${i}:00`, value })),
}

describe('the control chart', () => {
  const plot = controlPlot(panel, { top: 20, bottom: 300 })

  it('has six zones of one sigma that meet the limits', () => {
    expect(plot.zones.map(({ name }) => name).join('')).toBe('ABCCBA')
    expect(plot.zones[0]?.top).toBeCloseTo(plot.y(151.56))
    expect((plot.zones[5]?.top ?? 0) + (plot.zones[5]?.height ?? 0)).toBeCloseTo(plot.y(150.48))
    expect(plot.zones[3]?.top).toBeCloseTo(plot.y(151.02))
  })

  it('keeps every point and both limits inside the box', () => {
    for (const value of [151.7, 150.48]) {
      expect(plot.y(value)).toBeGreaterThanOrEqual(20)
      expect(plot.y(value)).toBeLessThanOrEqual(300)
    }
  })

  it('leads the line past an excluded point', () => {
    const [first, second, ...rest] = panel.points
    const excluded = controlPlot({ ...panel, points: [first!, { ...second!, excludedBecause: 'wrong scale' }, ...rest] }, { top: 20, bottom: 300 })
    expect(excluded.line.split(' ')).toHaveLength(3)
  })

  it('draws points but no zones while there are no limits', () => {
    const bare = controlPlot({ ...panel, limits: null }, { top: 20, bottom: 300 })
    expect(bare.zones).toEqual([])
    expect(bare.line.split(' ')).toHaveLength(4)
  })

  it('starts a range chart at zero', () => {
    expect(controlPlot(panel, { top: 0, bottom: 100, fromZero: true }).scale.min).toBe(0)
  })

  it('numbers every fifth subgroup and the last one if there is room', () => {
    const points = (count: number) => Array.from({ length: count }, (_, i) => ({ index: i + 1, clock: '', value: 1 }))
    expect(indexTicks(points(14)).map(({ index }) => index)).toEqual([5, 10, 14])
    expect(indexTicks(points(11)).map(({ index }) => index)).toEqual([5, 10])
  })
})
