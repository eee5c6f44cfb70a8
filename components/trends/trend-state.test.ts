import { describe, expect, it } from 'vitest'
import { formatTrendState, parseTrendState, type TrendState } from '@/components/trends/trend-state'

const again = (state: TrendState) => parseTrendState(new URLSearchParams(formatTrendState(state)))
const usual: TrendState = { signals: [], window: { lastSeconds: 28_800 }, lanes: 'unit', overlays: ['alarms', 'batches', 'notes', 'limits'] }

describe('the address of a trend', () => {
  it('restores signals, window, lanes and overlays', () => {
    const states: TrendState[] = [
      usual,
      { ...usual, signals: ['line-2.temp', 'site.power'], window: { from: Date.parse('2026-03-12T08:00:00.123Z'), to: Date.parse('2026-03-12T09:00:00Z') } },
      { ...usual, window: { lastSeconds: 5401 }, lanes: 'signal', overlays: ['stops'] },
      { ...usual, overlays: [] },
    ]
    for (const state of states) expect(again(state)).toEqual(state)
  })

  it('can be read and written by a person', () => {
    expect(formatTrendState({ ...usual, signals: ['a', 'b'] })).toBe('s=a,b&last=8h')
    expect(parseTrendState(new URLSearchParams('s=a,b&last=90min&with=alarms'))).toEqual({ ...usual, signals: ['a', 'b'], window: { lastSeconds: 5400 }, overlays: ['alarms'] })
  })

  it.each(['last=0h', 'last=9y', 'last=400d', 'from=2026-03-12T09:00Z&to=2026-03-12T08:00Z', 'from=x&to=y', 'from=2020-01-01&to=2026-01-01', ''])('is as usual where it makes no sense: %s', (query) => {
    expect(parseTrendState(new URLSearchParams(query))).toEqual(usual)
  })

  it('names at most eight signals, each once', () => {
    expect(parseTrendState(new URLSearchParams('s=a,a,b,c,d,e,f,g,h,i')).signals).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
  })
})
