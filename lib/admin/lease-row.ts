import { overdueParts } from '@/lib/admin/overdue'
import type { DemoRequest, Lease, LeasePart } from '@/lib/generated/prisma/client'
import { industryOf } from '@/lib/plant/stories'

/** One row of the table: a lease, or a request whose address is not confirmed yet. */
export interface LeaseRow {
  /** Id of the lease; null for a request, which has no details. */
  leaseId: string | null
  name: string
  email: string | null
  industry: 'dairy' | 'chemical' | 'oil-and-gas' | 'pharma'
  state: 'requested' | Lease['state']
  /** When it came into this state. */
  since: string
  deadlineAt: string | null
  /** When a living lease ended or a request's link ends. */
  endedAt: string | null
  /** Parts that are there, of all. */
  partsThere: number
  partsAll: number
  /** Labels of parts that should be gone by now. */
  overdue: string[]
}

export function leaseRow(lease: Lease, parts: LeasePart[], now: Date): LeaseRow {
  return {
    leaseId: lease.id,
    name: lease.name,
    email: lease.email,
    industry: industryOf(lease.industry),
    state: lease.state,
    since: sinceOf(lease).toISOString(),
    deadlineAt: lease.deadlineAt?.toISOString() ?? null,
    endedAt: (lease.expiredAt ?? lease.deadlineAt)?.toISOString() ?? null,
    partsThere: parts.filter((part) => ['up', 'removing'].includes(part.state)).length,
    partsAll: parts.length,
    overdue: overdueParts(lease, parts, now).map(({ part }) => part),
  }
}

export const requestRow = (request: DemoRequest): LeaseRow => ({
  leaseId: null,
  name: '— not confirmed',
  email: request.email,
  industry: industryOf(request.industry),
  state: 'requested',
  since: request.requestedAt.toISOString(),
  deadlineAt: null,
  endedAt: request.expiresAt.toISOString(),
  partsThere: 0,
  partsAll: 0,
  overdue: [],
})

function sinceOf(lease: Lease): Date {
  const at: Partial<Record<Lease['state'], Date | null>> = {
    ready: lease.readyAt,
    reminded: lease.remindedAt,
    claimed: lease.claimedAt,
    stopped: lease.stoppedAt,
    expired: lease.expiredAt,
    removing: lease.removingAt,
    gone: lease.goneAt,
  }
  return at[lease.state] ?? lease.assignedAt ?? lease.createdAt
}
