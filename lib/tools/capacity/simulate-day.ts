/** A day in steps of a minute: three shifts, each of which begins with an hour at the peak. */
const stepSeconds = 60
const daySteps = 1440
const shiftSteps = 480
const peakSteps = 60
/** A reader is stopped as the second shift begins, at the worst moment. */
const awayFrom = shiftSteps

export interface Stage {
  meanPerSecond: number
  /** Of the first hour of a shift; the other seven make the mean whole, and never send less than nothing. */
  peakRatio: number
  /** What it can take, readings a second, with every core of it busy. */
  capacityPerSecond: number
  awayMinutes: number
}

export interface StageDay {
  /** Readings that waited when most of them did. */
  mostBehind: number
  /** From when it is back until nothing waits any more, minutes; null: not before the day is over. */
  caughtUpMinutes: number | null
}

/** What waits for a stage that was away for a while and then works off what came meanwhile, beside what goes on coming. */
export function simulateDay({ meanPerSecond, peakRatio, capacityPerSecond, awayMinutes }: Stage): StageDay {
  const calmRatio = Math.max(0, (shiftSteps - peakSteps * peakRatio) / (shiftSteps - peakSteps))
  const backAt = awayFrom + Math.round((awayMinutes * 60) / stepSeconds)
  let [behind, mostBehind] = [0, 0]
  let caughtUpMinutes: number | null = null
  for (let step = 0; step < daySteps; step += 1) {
    const ratio = step % shiftSteps < peakSteps ? peakRatio : calmRatio
    const isAway = step >= awayFrom && step < backAt
    behind = Math.max(0, behind + (meanPerSecond * ratio - (isAway ? 0 : capacityPerSecond)) * stepSeconds)
    mostBehind = Math.max(mostBehind, behind)
    if (step >= backAt && behind === 0) caughtUpMinutes ??= ((step + 1 - backAt) * stepSeconds) / 60
  }
  return { mostBehind, caughtUpMinutes }
}
