import { describe, expect, it } from 'vitest'
import { ribbonGeometry, type TimeSegmentView } from '@/components/charts/ribbon-geometry'

const minute = 60_000
const segment = (state: TimeSegmentView['state'], fromMinute: number, toMinute: number): TimeSegmentView => ({
  state,
  startsAt: fromMinute * minute,
  endsAt: toMinute * minute,
})
const draw = (segments: TimeSegmentView[], options: { now?: number; labelGap?: number } = {}) =>
  ribbonGeometry({ segments, from: 0, to: 100 * minute, height: 45, labelGap: options.labelGap, now: options.now === undefined ? undefined : options.now * minute })

describe('the time-state ribbon', () => {
  it('is full when running, half when idle, near empty in a planned stop', () => {
    const { fills } = draw([segment('running', 0, 10), segment('idle', 10, 20), segment('planned', 20, 30)])
    expect(fills.map(({ height }) => height)).toEqual([40, 20, 4])
    expect(fills.map(({ x, width }) => [x, width])).toEqual([[0, 100], [100, 100], [200, 100]])
  })

  it('draws down as a bar over the whole depth and no data as nothing', () => {
    const { fills, downs } = draw([segment('down', 0, 10), segment('no-data', 10, 20)])
    expect(fills).toEqual([])
    expect(downs).toEqual([{ x: 0, y: 4, width: 100, height: 40 }])
  })

  it('joins the surface across states and breaks it at down and at a gap', () => {
    const { surface } = draw([segment('running', 0, 10), segment('idle', 10, 20), segment('down', 20, 30), segment('running', 30, 40), segment('running', 50, 60)])
    expect(surface).toBe('M0.00 4.0L100.00 4.0L100.00 24.0L200.00 24.0M300.00 4.0L400.00 4.0M500.00 4.0L600.00 4.0')
  })

  it('cuts what lies before the window and after now', () => {
    const { fills, nowX } = draw([segment('running', -50, 200)], { now: 40 })
    expect(fills).toEqual([{ x: 0, y: 4, width: 400, height: 40 }])
    expect(nowX).toBe(400)
  })

  it('counts an open stop to now, and names stops of seven minutes and longer that are no planned ones', () => {
    const { stops } = draw([segment('down', 10, 16), segment('idle', 30, 53), segment('planned', 60, 75), segment('down', 90, 200)], { now: 97 })
    expect(stops.map(({ minutes }) => minutes)).toEqual([23, 7])
  })

  it('gives the room to the longer of two stops that stand too near', () => {
    const { stops } = draw([segment('down', 10, 17), segment('down', 18, 30)], { labelGap: 0.12 })
    expect(stops.map(({ minutes }) => minutes)).toEqual([12])
  })

  it('draws nothing in an empty window', () => {
    expect(ribbonGeometry({ segments: [segment('running', 0, 5)], from: 9, to: 9, height: 40 }).fills).toEqual([])
  })
})
