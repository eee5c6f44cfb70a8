import { describe, expect, it } from 'vitest'
import { twoLines, waterfallGeometry, type LossWaterfallView } from '@/components/charts/waterfall-geometry'

const shift: LossWaterfallView = {
  elapsedMinutes: 342,
  plannedStopMinutes: 25,
  availabilityLosses: [
    { label: 'Breakdown', minutes: 25 },
    { label: 'Changeover', minutes: 23 },
    { label: 'Starved', minutes: 5 },
  ],
  slowMinutes: 15.47,
  rejectMinutes: 3.565,
  availabilityRatio: 0.8328,
  performanceRatio: 0.9414,
  qualityRatio: 0.9857,
  elapsedLabel: 'Shift so far',
}

describe('the loss waterfall', () => {
  const { bars, brackets, plannedBusyMinutes } = waterfallGeometry(shift)

  it('falls from elapsed to good without losing a minute', () => {
    expect(bars.map(({ value }) => value)).toEqual(['342', '−25', '317', '−25', '−23', '−5', '264', '−15.5', '−3.6', '245.0'])
    expect(bars.at(-1)?.topMinutes).toBeCloseTo(342 - 25 - 53 - 15.47 - 3.565)
  })

  it('lets every loss begin where the one before it ended', () => {
    const falling = bars.filter(({ kind }) => kind === 'loss')
    expect(falling[0]?.topMinutes).toBe(plannedBusyMinutes)
    falling.slice(1).forEach((bar, i) => expect(bar.topMinutes).toBeCloseTo(falling[i]?.bottomMinutes ?? Number.NaN))
  })

  it('names what availability, performance and quality take', () => {
    expect(brackets).toEqual([
      { first: 3, last: 5, label: 'Availability 83.3\u202F%' },
      { first: 7, last: 7, label: 'P 94.1\u202F%' },
      { first: 8, last: 8, label: 'Q 98.6\u202F%' },
    ])
  })

  it('leaves a bracket out where the factor is not defined', () => {
    expect(waterfallGeometry({ ...shift, performanceRatio: null }).brackets.map(({ label }) => label[0])).toEqual(['A', 'Q'])
  })

  it('draws running faster than ideal as a gain, upwards', () => {
    const slow = waterfallGeometry({ ...shift, slowMinutes: -8 }).bars.find(({ key }) => key === 'slow')
    expect(slow).toMatchObject({ kind: 'gain', label: 'Fast running', topMinutes: 272, bottomMinutes: 264, value: '+8.0' })
  })

  it('breaks a label evenly', () => {
    expect(twoLines('Good, at ideal rate')).toEqual(['Good, at', 'ideal rate'])
    expect(twoLines('Breakdown')).toEqual(['Breakdown'])
  })
})
