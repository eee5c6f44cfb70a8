import { intersect, minutesOf } from '@/lib/oee/intervals'
import type { LineInput } from '@/lib/oee/oee'
import { timeSets } from '@/lib/oee/time-elements'
import { reliability, type Reliability } from '@/lib/reliability/mtbf'
import type { Checked } from '@/lib/figures/refusal'

export interface StopReliability extends Reliability {
  operatingHours: number
  failures: number
  /** Repairs by the clock, to now while one is open; and only their time in shifts. */
  repairHours: number
  repairShiftHours: number
  openFailures: number
}

/**
 * Reliability of a line, or of one of its machines, from the stops: a failure is a breakdown that starts in the
 * window, once, however many shifts it lasts; it operates while the line produces. An open repair counts to now.
 */
export function stopReliability(input: LineInput, failing: (stop: LineInput['stops'][number]) => boolean = () => true): Checked<StopReliability> {
  const { window, now } = input
  const end = window.to < now ? window.to : now
  const failures = input.stops.filter((stop) => stop.kind === 'breakdown' && failing(stop) && stop.startsAt >= window.from && stop.startsAt < end)
  const sets = timeSets(input)
  const operatingHours = minutesOf(sets.producing) / 60
  const repairs = failures.map(({ startsAt, endsAt }) => ({ from: startsAt.getTime(), to: (endsAt && endsAt < now ? endsAt : now).getTime() }))
  const repairHours = repairs.reduce((sum, { from, to }) => sum + (to - from), 0) / 3_600_000
  const failureHours = failures.map(({ startsAt }) => Math.min(operatingHours, minutesOf(intersect(sets.producing, [{ from: window.from.getTime(), to: startsAt.getTime() }])) / 60))
  const made = reliability({ operatingHours, failures: failures.length, repairHours, failureHours })
  if (!made.ok) return made
  return {
    ok: true,
    value: {
      ...made.value,
      operatingHours,
      failures: failures.length,
      repairHours,
      repairShiftHours: repairs.reduce((sum, repair) => sum + minutesOf(intersect([repair], sets.elapsed)), 0) / 60,
      openFailures: failures.filter(({ endsAt }) => !endsAt || endsAt > now).length,
    },
  }
}
