import { formatDuration } from '@/components/ui/format-time'
import { stateWords } from '@/components/ui/state-glyph'
import type { TimeRibbonView } from '@/components/charts/time-ribbon'
import { clockAt, toMs } from '@/components/charts/time-axis'

/** A segment as a place on the ribbon (0..1) and as a sentence. */
export type RibbonMarkView = { ratio: number; widthRatio: number; words: string; href?: string }

/** The visible segments in order: "Down 11:31 to 11:42, 11 min, Foil sealer cold". */
export function ribbonSegmentWords({ segments, from, to, now }: TimeRibbonView, timeZone: string): RibbonMarkView[] {
  const start = toMs(from)
  const end = Math.min(toMs(to), now === undefined ? Infinity : toMs(now))
  const span = toMs(to) - start
  return segments
    .map((segment) => ({ ...segment, first: toMs(segment.startsAt), last: Math.min(toMs(segment.endsAt), end) }))
    .filter(({ first, last }) => last > start && first < end && last > first)
    .sort((a, b) => a.first - b.first)
    .map(({ state, label, href, first, last }) => {
      const clock = `${clockAt(first, timeZone)} to ${clockAt(last, timeZone)}`
      const shown = Math.max(first, start)
      return {
        ratio: (shown - start) / span,
        widthRatio: (last - shown) / span,
        words: `${stateWords[state]} ${clock}, ${formatDuration((last - first) / 1000)}${label ? `, ${label}` : ''}`,
        href,
      }
    })
}
