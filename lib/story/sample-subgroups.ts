import { type Calendar, minuteMs, wallDays } from '@/lib/story/calendar'
import type { LineMinutes } from '@/lib/story/line-minutes'
import type { CharacteristicSpec } from '@/lib/story/plant-spec'
import { randomFor } from '@/lib/story/random'
import type { SubgroupRow } from '@/lib/story/rows'

export const subgroupSize = 5
const everyRunningMinutes = 15

/** A subgroup of five after every 15 minutes in which the line ran. */
export function sampleSubgroups(
  spec: CharacteristicSpec,
  minutes: LineMinutes,
  calendar: Calendar,
  key: string,
): SubgroupRow[] {
  const random = randomFor(`${key}:${spec.id}`)
  const rows: SubgroupRow[] = []
  const days = wallDays(calendar)
  const scale = 10 ** spec.decimals
  let ran = 0
  minutes.running.forEach((share, i) => {
    ran += share
    if (ran < everyRunningMinutes) return
    ran -= everyRunningMinutes
    const at = calendar.startMs + i * minuteMs
    const centre = spec.target + (spec.centre?.(days[i]!) ?? 0)
    const values = Array.from(
      { length: subgroupSize },
      () => Math.round((centre + spec.sigma * random.normal()) * scale) / scale,
    )
    rows.push({
      characteristicId: spec.id,
      index: rows.length + 1,
      takenAt: new Date(at),
      values,
      excludedReason: null,
    })
  })
  return rows
}
