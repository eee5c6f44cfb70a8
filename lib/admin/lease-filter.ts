import type { LeaseState } from '@/lib/generated/prisma/client'

/** `requested` are confirmations still waited for: there is no lease yet. */
export type LeaseGroup = 'requested' | 'building' | 'warm' | 'running' | 'removing' | 'ended'

export const statesOf: Record<LeaseGroup, LeaseState[]> = {
  requested: [],
  building: ['provisioning'],
  warm: ['warm'],
  running: ['ready', 'reminded', 'claimed', 'stopped'],
  removing: ['expired', 'removing'],
  ended: ['gone', 'failed'],
}

export interface LeaseFilter {
  group: LeaseGroup | 'all'
  /** Part of a lease's name or of an address, in lower case. */
  search: string
}

/** Reads the page's query; what cannot be read filters nothing. */
export function leaseFilterFrom(query: Record<string, string | string[] | undefined>): LeaseFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const group = text('state')
  return { group: Object.hasOwn(statesOf, group) ? (group as LeaseGroup) : 'all', search: text('q').trim().toLowerCase().slice(0, 120) }
}
