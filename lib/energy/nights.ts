/** Night on the site's clock. */
export const nightFrom = 22
export const nightTo = 6

/** The date on which the night of this moment begins, on the site's clock; null by day. Remembers what it was asked. */
export function nightIn(timeZone: string): (at: Date) => string | null {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' })
  const known = new Map<number, string | null>()
  return (at) => {
    const asked = known.get(at.getTime())
    if (asked !== undefined) return asked
    const { year, month, day, hour } = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const isDay = hour! >= nightTo && hour! < nightFrom
    const begins = Date.UTC(year!, month! - 1, hour! < nightTo ? day! - 1 : day!)
    const night = isDay ? null : new Date(begins).toISOString().slice(0, 10)
    known.set(at.getTime(), night)
    return night
  }
}
