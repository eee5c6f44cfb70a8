/** The clock of a site: between epoch milliseconds and what its wall clock shows, both as numbers. Pure. */

const formatters = new Map<string, Intl.DateTimeFormat>()

/** What the wall clock shows, as the milliseconds that UTC would need to show the same. */
export function toLocal(at: number, timeZone: string): number {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  formatters.set(timeZone, formatter)
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, Number(value)])) as Record<string, number>
  const whole = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second)
  return whole + (((at % 1000) + 1000) % 1000)
}

/** When the wall clock shows this; of an hour that is there twice the first, of one that is left out the moment of the change. */
export function fromLocal(local: number, timeZone: string): number {
  const guesses = [local - 86_400_000, local + 86_400_000].map((near) => local - (toLocal(near, timeZone) - near))
  const exact = guesses.filter((at) => toLocal(at, timeZone) === local)
  return exact.length > 0 ? Math.min(...exact) : Math.max(...guesses)
}

/** `2026-03-12T11:42:07`, what a field of date and time takes. */
export const localText = (at: number, timeZone: string): string => new Date(toLocal(at, timeZone)).toISOString().slice(0, 19)

/** Null for what is no date and time. */
export function fromLocalText(text: string, timeZone: string): number | null {
  const local = Date.parse(`${text}Z`)
  return Number.isNaN(local) ? null : fromLocal(local, timeZone)
}
