/** More than that to one target within `floodWindowMs` are summed up (EEMUA 191 calls that a flood). */
export const singleCount = 10
export const floodWindowMs = 600_000
/** So often is a flood summed up. */
export const summaryEveryMs = 60_000

export interface DueNotification {
  id: string
  kind: 'raised' | 'returned'
  /** Set once the first attempt has begun: what was sent together stays together, under the same id. */
  messageId: string | null
  acknowledged: boolean
  shelved: boolean
  stepGone: boolean
}

export interface Standing {
  disabled: boolean
  /** Notifications to this target whose first attempt lies within `floodWindowMs`. */
  begunLately: number
  lastSummaryAt: Date | null
}

export interface Grouping<Row> {
  messages: { id: string; rows: Row[] }[]
  /** Whether one of the messages sums up a flood now. */
  summed: boolean
  dropped: { row: Row; why: string }[]
  /** Until the next summary. */
  waiting: { rows: Row[]; until: Date } | null
}

/** What of the due notifications of one target is sent now, and how: singly while there are few, in a flood as one message a minute. */
export function groupMessages<Row extends DueNotification>(due: Row[], standing: Standing, now: Date): Grouping<Row> {
  const dropped = due.flatMap((row) => {
    const why = whyNot(row, standing)
    return why ? [{ row, why }] : []
  })
  const wanted = due.filter((row) => whyNot(row, standing) === null)
  const again = [...Map.groupBy(wanted.filter(({ messageId }) => messageId !== null), ({ messageId }) => messageId!)].map(([id, rows]) => ({ id, rows }))
  const fresh = wanted.filter(({ messageId }) => messageId === null)
  const free = Math.max(0, singleCount - standing.begunLately)
  const singles = fresh.slice(0, free).map((row) => ({ id: row.id, rows: [row] }))
  const rest = fresh.slice(free)
  const base = { messages: [...again, ...singles], summed: false, dropped, waiting: null }
  if (rest.length === 0) return base
  const until = new Date((standing.lastSummaryAt?.getTime() ?? 0) + summaryEveryMs)
  if (until > now) return { ...base, waiting: { rows: rest, until } }
  return { ...base, messages: [...base.messages, { id: rest[0]!.id, rows: rest }], summed: true }
}

function whyNot({ kind, acknowledged, shelved, stepGone }: DueNotification, { disabled }: Standing): string | null {
  if (disabled) return 'The target is disabled.'
  if (stepGone) return 'The step was removed.'
  if (shelved) return 'The rule is shelved.'
  return kind === 'raised' && acknowledged ? 'Somebody acknowledged the alarm before it was delivered.' : null
}
