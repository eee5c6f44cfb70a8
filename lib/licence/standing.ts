import type { Edition } from '@/lib/licence/edition'
import type { LicenceStatement } from '@/lib/licence/licence-file'

const dayMs = 86_400_000
/** A tenant without any licence tries the product for so long from its first day, as Professional. */
export const trialDays = 30
const trialEdition: Edition = 'professional'
/** A clock may be corrected by so much without a word. */
const clockToleranceMs = 10 * 60_000

export type StandingState = 'valid' | 'trial' | 'grace' | 'not-yet' | 'expired' | 'unlicensed'

export interface Standing {
  state: StandingState
  /** Whose limits hold; after the end those of the last licence stay, and nothing can be added. */
  edition: Edition
  licenceId: string | null
  /** Last day on which everything works, and the whole days from now until it is over. */
  worksUntil: string | null
  daysLeft: number | null
  /** Since when the clock lies before what was seen already; judged by what was seen. */
  clockSetBack: { lastSeen: string } | null
}

interface Facts {
  /** Verified ones only, the newest installed first. */
  licences: LicenceStatement[]
  tenantCreatedAt: Date
  now: Date
  /** The latest moment that this installation has seen. */
  lastSeen: Date | null
}

/** How a tenant stands. Time never runs backwards: the later of the clock and of what was seen counts. */
export function standingOf({ licences, tenantCreatedAt, now, lastSeen }: Facts): Standing {
  const setBack = lastSeen !== null && lastSeen.getTime() - now.getTime() > clockToleranceMs
  const at = lastSeen && lastSeen > now ? lastSeen : now
  const base = { clockSetBack: setBack ? { lastSeen: lastSeen.toISOString() } : null }
  const today = at.toISOString().slice(0, 10)
  const licence = countingOn(licences, today) ?? licences[0]
  if (!licence) return { ...base, ...unlicensed(tenantCreatedAt, at) }
  const worksUntil = addDays(licence.validUntil, licence.graceDays)
  const facts = { ...base, edition: licence.edition, licenceId: licence.id, worksUntil, daysLeft: daysUntilEndOf(worksUntil, at) }
  if (today < licence.validFrom) return { ...facts, state: 'not-yet' }
  if (today <= licence.validUntil) return { ...facts, state: licence.trial ? 'trial' : 'valid' }
  return { ...facts, state: today <= worksUntil ? 'grace' : 'expired' }
}

/** Which licence counts on a day: of those that have begun the newest that runs, else the newest in grace, else the newest. */
export function countingOn<L extends Pick<LicenceStatement, 'validFrom' | 'validUntil' | 'graceDays'>>(newestFirst: L[], day: string): L | undefined {
  const begun = newestFirst.filter(({ validFrom }) => validFrom <= day)
  return begun.find(({ validUntil }) => day <= validUntil) ?? begun.find(({ validUntil, graceDays }) => day <= addDays(validUntil, graceDays)) ?? begun[0]
}

function unlicensed(createdAt: Date, at: Date): Omit<Standing, 'clockSetBack'> {
  const worksUntil = addDays(createdAt.toISOString().slice(0, 10), trialDays)
  const state = at.toISOString().slice(0, 10) <= worksUntil ? 'trial' : 'unlicensed'
  return { state, edition: trialEdition, licenceId: null, worksUntil, daysLeft: daysUntilEndOf(worksUntil, at) }
}

const addDays = (day: string, days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
const daysUntilEndOf = (day: string, at: Date) => Math.max(0, Math.floor((Date.parse(day) + dayMs - at.getTime()) / dayMs))

/** Whether people, sites and the like may be added, and paid features opened. Ingest, alarms and reading never ask. */
export const mayGrow = ({ state }: Standing): boolean => ['valid', 'trial', 'grace'].includes(state)
