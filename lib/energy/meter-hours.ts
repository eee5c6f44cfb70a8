import type { EnergyHour } from '@/lib/energy/base-load'
import type { PowerBucket } from '@/lib/energy/energy-use'

const hourMs = 3_600_000

export const hourOf = (at: Date) => new Date(Math.floor(at.getTime() / hourMs) * hourMs)

/** Whole hours that cover [from, to); `from` is the start of one. */
export function hoursBetween(from: Date, to: Date): { from: Date; to: Date }[] {
  const hours: { from: Date; to: Date }[] = []
  for (let at = from.getTime(); at < to.getTime(); at += hourMs) hours.push({ from: new Date(at), to: new Date(at + hourMs) })
  return hours
}

/** Time of an hour on one line. */
export interface LineHour {
  idealMinutes: number
  /** Of the hour, within a shift. */
  elapsedMinutes: number
}

/** Buckets as hours, with what the lines made in them. `lines` has each line's hours, in the order of `hours`. Hours that no meter reported are left out. */
export function meterHours(hours: { from: Date }[], buckets: PowerBucket[], lines: LineHour[][]): EnergyHour[] {
  const byHour = Map.groupBy(buckets, ({ at }) => Math.floor(at / hourMs) * hourMs)
  return hours.flatMap(({ from }, i) => {
    const own = byHour.get(from.getTime())
    if (!own) return []
    const passed = own.reduce((sum, { minutes }) => sum + minutes, 0)
    return [{
      at: from,
      kwh: own.reduce((sum, { kwh }) => sum + kwh, 0),
      coveredMinutes: own.reduce((sum, { coveredMinutes }) => sum + coveredMinutes, 0),
      idealMinutes: lines.reduce((sum, line) => sum + line[i]!.idealMinutes, 0),
      outsideMinutes: lines.length === 0 ? 0 : Math.max(0, passed - Math.max(...lines.map((line) => line[i]!.elapsedMinutes))),
    }]
  })
}
