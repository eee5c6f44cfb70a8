import { localMoment } from '@/lib/oee/shift-calendar'
import { localDate } from '@/lib/plant/local-date'

export interface FollowUpFacts {
  /** Agreed to marketing mail and did not take it back. */
  consents: boolean
  /** Why the address is on the suppression list. */
  suppressed: string | null
  sequenceOff: boolean
  /** One of the goals was reached since the sequence began. */
  goalReached: boolean
  needsLivingPlant: boolean
  plantLives: boolean
  erased: boolean
  /** When they got the last mail of any sequence. */
  lastSentAt: Date | null
  timeZone: string
}

export type FollowUpDecision = { kind: 'send' } | { kind: 'wait'; until: Date } | { kind: 'stop'; why: string }

/** Nobody gets two of these mails within so long, whatever becomes due. */
export const pauseMs = 4 * 3_600_000
/** Mail comes between these hours of the lead's own clock. */
export const wakingHours = { from: '08:00', to: '19:00' }

/** Whether a mail that is due goes out now. Pure; what is not true any more stops it, the night and the last mail put it off. */
export function decideFollowUp(facts: FollowUpFacts, now: Date): FollowUpDecision {
  const stop = (why: string): FollowUpDecision => ({ kind: 'stop', why })
  if (facts.erased) return stop('They asked to be forgotten.')
  if (facts.goalReached) return stop('Goal reached.')
  if (!facts.consents) return stop('No consent to marketing mail, or it was taken back.')
  if (facts.suppressed) return stop(`The address is on the suppression list: ${facts.suppressed}.`)
  if (facts.sequenceOff) return stop('The sequence is switched off.')
  if (facts.needsLivingPlant && !facts.plantLives) return stop('The plant is over; what the mail says would not be true.')
  const rested = facts.lastSentAt ? new Date(facts.lastSentAt.getTime() + pauseMs) : now
  const at = awake(rested > now ? rested : now, facts.timeZone)
  return at > now ? { kind: 'wait', until: at } : { kind: 'send' }
}

/** This moment, or the next one at which it is day for them. */
export function awake(at: Date, timeZone: string): Date {
  const date = localDate(at, timeZone)
  const [from, to] = [localMoment(date, wakingHours.from, timeZone), localMoment(date, wakingHours.to, timeZone)]
  if (at < from) return from
  if (at < to) return at
  const tomorrow = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return localMoment(tomorrow, wakingHours.from, timeZone)
}
