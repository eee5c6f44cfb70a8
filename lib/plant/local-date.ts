/** The calendar date `YYYY-MM-DD` that a clock on the wall in `timeZone` shows at `at`. */
export const localDate = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** The moment at which the local day begins. Searched, because the zone's offset at midnight is not known beforehand. */
export function startOfLocalDay(date: string, timeZone: string): Date {
  const guess = new Date(`${date}T00:00:00Z`).getTime()
  for (let minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    const at = new Date(guess + minutes * 60_000)
    if (localDate(at, timeZone) === date) return at
  }
  throw new Error(`${date} has no beginning in ${timeZone}`)
}
