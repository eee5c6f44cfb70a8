import type { AlarmFacts, Message } from '@/lib/alarm/escalation/message'
import { limitMeasure } from '@/lib/alarm/limit-measure'

export const priorityWords: Record<number, string> = { 1: 'Critical', 2: 'High', 3: 'Medium', 4: 'Low' }
/** A summary names so many; the list in the portal has all. */
const mostNamed = 20
const narrow = '\u202F'

/** One line: the subject of a mail, the head of a card. */
export function titleOf({ alarms, area, target, plant }: Message): string {
  const [first] = alarms
  if (!first) return oneLine(`Test: ${target} is told of alarms in ${plant}`)
  if (alarms.length === 1) return first.kind === 'raised' ? raisedTitle(first) : oneLine(`Returned: ${first.name}`)
  const returned = alarms.filter(({ kind }) => kind === 'returned').length
  const raised = alarms.length - returned
  if (raised === 0) return oneLine(`${returned} alarms in ${area} have returned; first: ${first.name}`)
  const more = `${raised} more ${raised === 1 ? 'alarm' : 'alarms'} in ${area}${returned > 0 ? `, ${returned} returned` : ''}`
  return oneLine(`${more}; first: ${raisedTitle(alarms.find(({ kind }) => kind === 'raised')!)}`)
}

/** What the title leaves open. */
export function factsOf(message: Message): [string, string][] {
  const [first] = message.alarms
  if (!first || message.alarms.length > 1) return []
  const limit = limitWords(first)
  return [
    ['Place', first.place || 'unknown'],
    ['Signal', first.signal],
    ['Value', valueWords(first)],
    ...(limit ? [['Limit', limit] as [string, string]] : []),
    ['Raised', momentWords(first.raisedAt, message.timeZone)],
    ...(first.returnedAt ? [['Returned', momentWords(first.returnedAt, message.timeZone)] as [string, string]] : []),
    ...(first.response ? [['What to do', first.response] as [string, string]] : []),
  ]
}

/** The alarms of a summary, a line each. */
export function linesOf({ alarms, timeZone }: Message): string[] {
  if (alarms.length < 2) return []
  const named = alarms.slice(0, mostNamed).map((alarm) => {
    const what = alarm.kind === 'raised' ? raisedTitle(alarm) : `Returned: ${alarm.name}`
    return oneLine(`${what}, ${alarm.place}, ${momentWords(alarm.kind === 'raised' ? alarm.raisedAt : (alarm.returnedAt ?? alarm.raisedAt), timeZone)}`)
  })
  return alarms.length > mostNamed ? [...named, `and ${alarms.length - mostNamed} more`] : named
}

/** What a test says in place of an alarm. */
export const testWords = 'This is a test, sent by a person from the portal. Alarms come in this form.'

export const linkOf = ({ alarms, portalUrl }: Message): { label: string; url: string } => {
  if (alarms.length === 0) return { label: 'Open the notifications', url: `${portalUrl}/alarms/notifications` }
  return alarms.length === 1 ? { label: 'Open the alarm', url: `${portalUrl}/alarms?alarm=${encodeURIComponent(alarms[0]!.alarmId)}` } : { label: 'Open the alarms', url: `${portalUrl}/alarms` }
}

function raisedTitle(alarm: AlarmFacts): string {
  const limit = limitWords(alarm, false)
  return oneLine(`${priorityWords[alarm.priority] ?? 'Alarm'}: ${alarm.name} – ${valueWords(alarm)}${limit ? ` (limit ${limit})` : ''}`)
}

const valueWords = ({ value, unit, decimals }: AlarmFacts) => (value === null ? 'no reading' : withUnit(value, unit, decimals))

function limitWords(alarm: AlarmFacts, always = true): string | null {
  const { limit, unit, decimals } = alarm
  if (limit === null) return null
  const other = limitMeasure(alarm)
  if (other) return `${withUnit(limit, other.unit, other.decimals)}${other.per}`
  return always ? withUnit(limit, unit, decimals) : numberWords(limit, decimals)
}

const numberWords = (value: number, decimals: number) => value.toFixed(Math.min(20, Math.max(0, decimals))).replace('-', '\u2212')
const withUnit = (value: number, unit: string, decimals: number) => `${numberWords(value, decimals)}${unit && narrow}${unit}`

const momentWords = (at: Date, timeZone: string) =>
  `${new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at)} (${timeZone})`

/** A line break in a subject would begin another header. */
const oneLine = (text: string) => text.replace(/[\r\n\t\0]+/g, ' ').slice(0, 250)
