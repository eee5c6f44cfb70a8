/** How days and moments are said in a report, by the clock of this zone. */
export function clockOf(timeZone: string) {
  const shortDay = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' })
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' })
  const moment = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return { shortDay: (at: Date) => shortDay.format(at), day: (at: Date) => day.format(at), moment: (at: Date) => moment.format(at) }
}
