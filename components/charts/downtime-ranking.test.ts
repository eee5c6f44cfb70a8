import { describe, expect, it } from 'vitest'
import { rankDowntime, type DowntimeReasonView } from '@/components/charts/downtime-ranking'

const reasons: DowntimeReasonView[] = [
  { reason: 'No cups', state: 'idle', minutes: 5, stops: 1 },
  { reason: 'Foil sealer jam', state: 'down', minutes: 14, stops: 2 },
  { reason: 'Changeover', state: 'idle', minutes: 23, stops: 1 },
  { reason: 'Foil sealer cold', state: 'down', minutes: 11, stops: 1, isOpen: true },
]

describe('the downtime Pareto', () => {
  it('puts the longest first and runs to the whole', () => {
    const ranked = rankDowntime(reasons)
    expect(ranked.map(({ minutes }) => minutes)).toEqual([23, 14, 11, 5])
    expect(ranked.map(({ cumulativeRatio }) => Math.round(cumulativeRatio * 100))).toEqual([43, 70, 91, 100])
    expect(ranked[0]?.barRatio).toBe(1)
  })

  it('sorts by stops, the longer first among equals', () => {
    expect(rankDowntime(reasons, 'stops').map(({ reason }) => reason)).toEqual(['Foil sealer jam', 'Changeover', 'Foil sealer cold', 'No cups'])
  })

  it('has no share of nothing', () => {
    expect(rankDowntime([{ reason: 'Jam', state: 'down', minutes: 0, stops: 0 }])[0]?.shareRatio).toBe(0)
  })
})
