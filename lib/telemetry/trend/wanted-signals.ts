import type { Tx } from '@/lib/db'
import { notThere, Refusal } from '@/lib/http/problem'
import { commonLevelSeconds } from '@/lib/telemetry/trend/choose-source'
import type { TrendWindow } from '@/lib/telemetry/trend/thin'

export const mostSignals = 8
export const longestWindowMs = 367 * 86_400_000
const leastDaysMs = 10 * 86_400_000

export interface Wanted {
  id: string
  name: string
  unit: string
  intervalSeconds: number
  /** Readings that the roll-ups lying inside the window count, and about how many it has. */
  counted: number
  expected: number
}

/** @throws Refusal 422 for a window that is empty or longer than a year. */
export function checkWindow({ from, to }: TrendWindow): void {
  if (!(to > from)) throw new Refusal(422, 'Not valid', 'The window ends before it begins. Give a "to" that is after "from".')
  if (to - from > longestWindowMs) throw new Refusal(422, 'Not valid', 'The window is longer than a year. Choose a year or less.')
}

/**
 * The signals in the order in which they were asked for, with what their roll-ups say of the window; without `counting`,
 * which costs more than drawing a year does, that is nothing. @throws Refusal 404
 */
export async function findWanted(tx: Tx, { signals, window }: { signals: string[]; window: TrendWindow }, counting = true): Promise<{ wanted: Wanted[]; hasStory: boolean }> {
  const { storyTenantId } = await tx.tenant.findFirstOrThrow({ select: { storyTenantId: true } })
  const known = await tx.signal.findMany({ where: { id: { in: signals } } })
  // A story writes quarters of an hour only. Of many days, days say as much.
  const level = storyTenantId === null && window.to - window.from >= leastDaysMs ? 86_400 : commonLevelSeconds
  const levelMs = level * 1000
  const [first, end] = [Math.floor(window.from / levelMs) * levelMs, Math.ceil(window.to / levelMs) * levelMs]
  const counts = !counting ? [] : await tx.$queryRaw<{ signal: string; touching: number; inside: number }[]>`
    SELECT signal_id AS signal, sum(count)::float8 AS touching,
      coalesce(sum(count) FILTER (WHERE bucket_at >= ${new Date(window.from)} AND bucket_at <= ${new Date(window.to - levelMs)}), 0)::float8 AS inside
    FROM telemetry_rollup WHERE signal_id = ANY(${signals}) AND level_seconds = ${level} AND bucket_at >= ${new Date(first)} AND bucket_at < ${new Date(end)} GROUP BY 1`
  const share = Math.min(1, (window.to - window.from) / (end - first))
  const wanted = signals.map((id): Wanted => {
    const signal = known.find((one) => one.id === id)
    if (!signal) throw notThere()
    const count = counts.find((one) => one.signal === id)
    return { id, name: signal.name, unit: signal.unit, intervalSeconds: signal.expectedIntervalSeconds, counted: count?.inside ?? 0, expected: (count?.touching ?? 0) * share }
  })
  return { wanted, hasStory: storyTenantId !== null }
}

/** Fewer readings than the roll-ups counted: what is kept of them no longer covers the window. */
export const isComplete = ({ counted, expected }: Wanted, readings: number): boolean => readings >= 0.98 * counted && (readings > 0 || expected < 1)
