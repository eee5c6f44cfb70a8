import type { Lease, LeasePart } from '@/lib/generated/prisma/client'

/** After a lease's end everything must be gone within this time; what is left then is an alarm for the operator. */
export const removalLimitMs = 5 * 60_000

export type EndFacts = Pick<Lease, 'state' | 'deadlineAt' | 'expiredAt'>
export type LeftFacts = Pick<LeasePart, 'part' | 'state' | 'listedAfter'>

/** Parts that should be gone by now and are not known to be: asked afterwards, their system has not answered "nothing". */
export function overdueParts<P extends LeftFacts>(lease: EndFacts, parts: P[], now: Date): P[] {
  const end = lease.expiredAt ?? lease.deadlineAt
  if (!end || ['gone', 'claimed', 'stopped'].includes(lease.state) || now.getTime() - end.getTime() <= removalLimitMs) return []
  return parts.filter((part) => part.state !== 'removed' || part.listedAfter !== 0)
}
