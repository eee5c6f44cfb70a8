import { describe, expect, it } from 'vitest'
import { sparklineGeometry } from '@/components/charts/sparkline-geometry'

describe('a sparkline', () => {
  it('never joins over a gap', () => {
    expect(sparklineGeometry([1, 2, null, 1], 84, 30).runs).toEqual(['3.0,26.0 29.0,4.0', '81.0,26.0'])
  })

  it('marks the last value that is known', () => {
    expect(sparklineGeometry([1, 2, null], 84, 30).last).toEqual({ x: 42, y: 4 })
  })

  it('of shares stands at the top while all is well, and at the bottom only at nothing', () => {
    expect(sparklineGeometry([1, 1], 84, 30, 1, 0)).toEqual({ runs: ['3.0,4.0 81.0,4.0'], last: { x: 81, y: 4 }, targetY: 4 })
    expect(sparklineGeometry([0.5], 84, 30, 1, 0).last).toMatchObject({ y: 15 })
  })

  it('draws nothing from nothing', () => {
    expect(sparklineGeometry([null, null], 84, 30)).toMatchObject({ runs: [], last: null })
  })
})
