import { partFacts } from '@/lib/demo/part-list'
import type { Lease, LeasePart, LeaseState } from '@/lib/generated/prisma/client'

/** After this long a part that is not up is named and the rest opens without it; it is tried on. */
export const provisioningLimitMs = 3 * 60_000
export const reminderBeforeMs = 60 * 60_000
/** How long ending the sessions may hold up the removal; the deadline itself locks the lease out anyway. */
export const endSessionsLimitMs = 60_000

export type LeaseFacts = Pick<
  Lease,
  'state' | 'email' | 'createdAt' | 'assignedAt' | 'enterableAt' | 'deadlineAt' | 'expiredAt' | 'remindedAt' | 'retentionDays' | 'stoppedAt'
>
export type PartFactsNow = Pick<LeasePart, 'part' | 'state' | 'attempts' | 'claimedBy' | 'claimedUntil' | 'nextTryAt' | 'listedAfter'>

export interface Step {
  part: LeasePart['part']
  purpose: 'ensure' | 'remove'
}

export type Transition =
  | { to: LeaseState }
  | { mark: 'enterable' }
  | { giveUp: LeasePart['part'][] }

export interface Decision {
  /** To be applied before anything else; then decide again. */
  transition: Transition | null
  /** Sessions are to be ended now. */
  endSessions: boolean
  /** What may be started now, all at once. */
  due: Step[]
  /** When to look again although nothing changes. */
  wakeAt: Date | null
}

interface Circumstances {
  now: Date
  /** The plant's model and its last day are there: a person can work. */
  plantOpen: boolean
  deadWorkers: Set<string>
}

/** What a lease needs next. Pure: the same facts always give the same decision. */
export function decide(lease: LeaseFacts, parts: PartFactsNow[], at: Circumstances): Decision {
  const nothing: Decision = { transition: null, endSessions: false, due: [], wakeAt: null }
  switch (lease.state) {
    case 'provisioning':
      return provision(lease, parts, at)
    case 'warm':
    case 'claimed':
      return { ...nothing, due: due(parts, 'ensure', at), wakeAt: nextTry(parts, at.now) }
    case 'ready':
    case 'reminded':
      return run(lease, parts, at)
    case 'stopped':
      return at.now >= retainedUntil(lease) ? { ...nothing, transition: { to: 'expired' } } : { ...nothing, wakeAt: retainedUntil(lease) }
    case 'expired':
      return { ...nothing, ...endOfSessions(lease, parts, at) }
    case 'removing':
    case 'failed':
      return remove(lease, parts, at)
    case 'gone':
      return nothing
  }
}

function provision(lease: LeaseFacts, parts: PartFactsNow[], at: Circumstances): Decision {
  const base: Decision = { transition: null, endSessions: false, due: due(parts, 'ensure', at), wakeAt: nextTry(parts, at.now) }
  const up = (part: LeasePart['part']) => parts.some((p) => p.part === part && p.state === 'up')
  if (lease.email && !lease.enterableAt && at.plantOpen && up('identity') && up('dashboards')) {
    return { ...base, transition: { mark: 'enterable' } }
  }
  if (parts.every((p) => p.state === 'up' || p.state === 'given_up')) {
    // Nobody can be let into a plant without an account or without data: those two are waited for.
    const essential = up('identity') && at.plantOpen
    if (lease.email && essential) return { ...base, transition: { to: 'ready' } }
    if (!lease.email && parts.every((p) => p.state === 'up')) return { ...base, transition: { to: 'warm' } }
  }
  const limit = new Date((lease.assignedAt ?? lease.createdAt).getTime() + provisioningLimitMs)
  const late = parts.filter((p) => p.state !== 'up' && p.state !== 'given_up').map((p) => p.part)
  if (at.now >= limit && late.length > 0) return { ...base, transition: { giveUp: late } }
  return { ...base, wakeAt: earliest(base.wakeAt, late.length > 0 ? limit : null) }
}

function run(lease: LeaseFacts, parts: PartFactsNow[], at: Circumstances): Decision {
  const base: Decision = { transition: null, endSessions: false, due: [], wakeAt: null }
  const deadline = lease.deadlineAt
  if (!deadline || at.now >= deadline) return { ...base, transition: { to: lease.retentionDays > 0 ? 'stopped' : 'expired' } }
  const reminder = new Date(deadline.getTime() - reminderBeforeMs)
  if (lease.state === 'ready' && at.now >= reminder) return { ...base, transition: { to: 'reminded' } }
  return {
    ...base,
    due: due(parts, 'ensure', at),
    wakeAt: earliest(nextTry(parts, at.now), lease.state === 'ready' ? reminder : deadline),
  }
}

/** When a plant that stands still is deleted, if nobody claims it. */
export const retainedUntil = ({ stoppedAt, deadlineAt, retentionDays }: Pick<LeaseFacts, 'stoppedAt' | 'deadlineAt' | 'retentionDays'>): Date =>
  new Date((stoppedAt ?? deadlineAt ?? new Date(0)).getTime() + retentionDays * 86_400_000)

function endOfSessions(lease: LeaseFacts, parts: PartFactsNow[], at: Circumstances): Partial<Decision> {
  const since = lease.expiredAt ?? at.now
  const identity = parts.find((p) => p.part === 'identity')
  if (at.now.getTime() - since.getTime() >= endSessionsLimitMs) return { transition: { to: 'removing' } }
  if (identity?.nextTryAt && identity.nextTryAt > at.now) return { wakeAt: identity.nextTryAt }
  return { endSessions: true }
}

function remove(lease: LeaseFacts, parts: PartFactsNow[], at: Circumstances): Decision {
  const base: Decision = { transition: null, endSessions: false, due: [], wakeAt: nextTry(parts, at.now) }
  if (parts.every((p) => p.state === 'removed' && p.listedAfter === 0)) {
    return lease.state === 'failed' ? base : { ...base, transition: { to: 'gone' } }
  }
  // The key goes first: what any later step leaves behind is unreadable.
  const key = parts.find((p) => p.part === 'data_key')
  const open = key && key.state !== 'removed' ? [key] : parts
  return { ...base, due: due(open, 'remove', at) }
}

function due(parts: PartFactsNow[], purpose: Step['purpose'], at: Circumstances): Step[] {
  const finished = purpose === 'ensure' ? 'up' : 'removed'
  return parts
    .filter((p) => p.state !== finished || (purpose === 'remove' && p.listedAfter !== 0))
    .filter((p) => !p.nextTryAt || p.nextTryAt <= at.now)
    .filter((p) => !p.claimedBy || at.deadWorkers.has(p.claimedBy) || (p.claimedUntil && p.claimedUntil <= at.now))
    .filter((p) => purpose === 'remove' || partFacts(p.part).needs.every((need) => parts.some((q) => q.part === need && q.state === 'up')))
    .map((p) => ({ part: p.part, purpose }))
}

const nextTry = (parts: PartFactsNow[], now: Date) =>
  parts.reduce<Date | null>((first, p) => (p.nextTryAt && p.nextTryAt > now ? earliest(first, p.nextTryAt) : first), null)

const earliest = (a: Date | null, b: Date | null) => (!a ? b : !b ? a : a < b ? a : b)

/** Seconds until the next try: 1, 2, 4 … 30, and a minute once a part is given up. */
export const retryDelaySeconds = (attempts: number, givenUp: boolean) => (givenUp ? 60 : Math.min(30, 2 ** (attempts - 1)))
