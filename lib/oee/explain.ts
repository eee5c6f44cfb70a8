import type { LineOee, Ratio } from '@/lib/oee/oee'

export type FigureKey = 'oee' | 'availability' | 'performance' | 'quality'

export interface Explanation {
  figure: FigureKey
  name: string
  value: Ratio
  /** The formula in words, and the same with the numbers put in (minutes). */
  formula: { numerator: string; denominator: string }
  numbers: { numerator: number; denominator: number }
  inputs: { name: string; value: number; unit: string; source: string }[]
  conventions: string[]
}

const conventions = [
  'Time elements by ISO 22400-2. Planned busy time is shift time less planned stops and breaks.',
  'Overlapping stops count once. A break inside a stop is planned. An open stop counts to now.',
  'Of several lines the minutes are added and then divided; ratios are never averaged.',
  'No rounding before display.',
]

const names: Record<FigureKey, string> = { oee: 'OEE', availability: 'Availability', performance: 'Performance', quality: 'Quality' }

/** How a figure was made: formula, the numbers in it, where they come from, and what was agreed about them. */
export function explainFigure(figure: FigureKey, oee: LineOee): Explanation {
  const parts = {
    oee: ['ideal time of good pieces', 'planned busy time', oee.idealGoodMinutes, oee.plannedBusyMinutes, oee.oeeRatio],
    availability: ['actual production time', 'planned busy time', oee.producingMinutes, oee.plannedBusyMinutes, oee.availabilityRatio],
    performance: ['ideal time of all pieces', 'actual production time', oee.idealMinutes, oee.producingMinutes, oee.performanceRatioRaw],
    quality: ['ideal time of good pieces', 'ideal time of all pieces', oee.idealGoodMinutes, oee.idealMinutes, oee.qualityRatio],
  } as const
  const [numerator, denominator, above, below, value] = parts[figure]
  return {
    figure,
    name: names[figure],
    value,
    formula: { numerator, denominator },
    numbers: { numerator: above, denominator: below },
    inputs: [
      { name: 'Elapsed shift time', value: oee.elapsedMinutes, unit: 'min', source: 'shift calendar' },
      { name: 'Planned stops and breaks', value: -oee.plannedStopMinutes, unit: 'min', source: 'shift calendar, planned stops' },
      { name: 'Stops', value: oee.downMinutes, unit: 'min', source: `${oee.stops} stops, ${oee.openStops} open` },
      { name: 'Pieces counted', value: oee.total, unit: '', source: 'counters, by quarter of an hour' },
      { name: 'Pieces rejected', value: oee.reject, unit: '', source: 'reject counters' },
      { name: 'Ideal time of all pieces', value: oee.idealMinutes, unit: 'min', source: 'pieces ÷ ideal rate of their run' },
    ],
    conventions: [...conventions, ...oee.notices.map((notice) => notice.message)],
  }
}
