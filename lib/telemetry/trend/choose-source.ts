import { rollupLevels } from '@/lib/telemetry/fold-rollups'
import { type Retention, rollupDays } from '@/lib/telemetry/retention'
import type { TrendWindow } from '@/lib/telemetry/trend/thin'

/** A day less than the store keeps it, so that nothing is half gone. */
const keptMs = (days: number) => (days - 1) * 86_400_000
/** Fewer than that and readings cost no more than roll-ups. */
const cheapReadings = 20_000
/** Most readings that one answer is made of. */
export const mostReadings = 3_000_000
/** The level that every signal has, whoever wrote it. */
export const commonLevelSeconds = 900

export interface Choice {
  window: TrendWindow
  now: number
  /** Pixels. */
  width: number
  /** A story writes quarters of an hour only; what the gateway stores has every level. */
  hasStory: boolean
  retention: Retention
}

/** The coarsest roll-up that is no longer than a pixel; the finest that is kept when all are longer. */
export function levelFor({ window, now, width, hasStory, retention }: Choice): number {
  const levels = hasStory ? [commonLevelSeconds] : rollupLevels.filter((level) => window.from > now - keptMs(rollupDays(retention, level)))
  const pixelSeconds = (window.to - window.from) / 1000 / width
  return levels.findLast((level) => level <= pixelSeconds) ?? levels[0]!
}

/** Whether the store still has all readings of the window. */
export const areKept = ({ window, now, retention }: Pick<Choice, 'window' | 'now' | 'retention'>): boolean => window.from >= now - keptMs(retention.readingsDays)

/** Whether the readings themselves are worth asking for: kept still, and few, or finer than any roll-up where it would show. */
export function wantsReadings(choice: Choice, expectedCount: number): boolean {
  const { window, width } = choice
  if (!areKept(choice) || expectedCount > mostReadings) return false
  return expectedCount <= cheapReadings || (window.to - window.from) / width < levelFor(choice) * 1000
}
