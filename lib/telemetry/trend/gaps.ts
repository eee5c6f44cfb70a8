import type { Span, TrendWindow } from '@/lib/telemetry/trend/thin'

/** Past three expected intervals nothing is known: the rule by which a reading is stale. */
const intervalsToGap = 3

export const longestPauseMs = (expectedIntervalSeconds: number): number => intervalsToGap * expectedIntervalSeconds * 1000

/** Stretches of the window without a reading for longer than `pauseMs`. What is after `now` is not missing yet. Spans ascend. */
export function gapsOf(spans: Span[], window: TrendWindow, pauseMs: number, now: number): TrendWindow[] {
  const end = Math.min(window.to, now)
  const gaps: TrendWindow[] = []
  let known = -Infinity
  for (const { first, last } of [...spans, { first: Infinity, last: Infinity }]) {
    const [from, to] = [Math.max(known, window.from), Math.min(first, end)]
    if (to - from > pauseMs || (spans.length === 0 && to > from)) gaps.push({ from, to })
    known = Math.max(known, last)
  }
  return gaps
}
