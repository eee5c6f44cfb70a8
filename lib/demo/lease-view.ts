import { partFacts, partList } from '@/lib/demo/part-list'
import type { Tx } from '@/lib/db'
import type { Lease, LeaseAttempt, LeasePart } from '@/lib/generated/prisma/client'
import { industryOf } from '@/lib/plant/stories'

export interface AttemptView {
  startedSeconds: number
  endedSeconds: number | null
  outcome: string | null
}

export interface PartView {
  part: string
  label: string
  system: string
  note: string
  state: 'waiting' | 'running' | 'retrying' | 'up' | 'given-up' | 'removing' | 'removed'
  progress: number | null
  attempts: AttemptView[]
  tookSeconds: number | null
  lastError: string | null
  nextTryAt: string | null
  removedAt: string | null
  listedAfter: number | null
}

/** The ledger as people see it: on the page that the prospect watches, and in administration. */
export interface LeaseView {
  id: string
  name: string
  industry: string
  state: Lease['state']
  email: string | null
  elapsedSeconds: number
  enterable: boolean
  hours: number
  assignedAt: string | null
  readyAt: string | null
  deadlineAt: string | null
  goneAt: string | null
  parts: PartView[]
}

export async function loadLeaseView(tx: Tx, leaseId: string, now: Date): Promise<LeaseView | null> {
  const lease = await tx.lease.findFirst({ where: { id: leaseId } })
  if (!lease) return null
  const parts = await tx.leasePart.findMany({ where: { leaseId } })
  const attempts = await tx.leaseAttempt.findMany({ where: { leaseId, purpose: 'ensure' }, orderBy: { attempt: 'asc' } })
  return leaseView(lease, parts, attempts, now)
}

/** Pure. Seconds count from the moment the lease was given to its owner; what was made in the pool before is at 0. */
export function leaseView(lease: Lease, parts: LeasePart[], attempts: LeaseAttempt[], now: Date): LeaseView {
  const start = (lease.assignedAt ?? lease.createdAt).getTime()
  const seconds = (at: Date) => Math.max(0, (at.getTime() - start) / 1000)
  const iso = (at: Date | null) => at?.toISOString() ?? null
  const view = (facts: (typeof partList)[number]): PartView => {
    const part = parts.find((p) => p.part === facts.part)
    return {
      part: facts.part.replaceAll('_', '-'),
      label: facts.label,
      system: partFacts(facts.part).holds,
      note: part?.note ?? '',
      state: (part?.state ?? 'waiting').replaceAll('_', '-') as PartView['state'],
      progress: part?.progress ?? null,
      attempts: attempts
        .filter((attempt) => attempt.part === facts.part)
        .map(({ startedAt, endedAt, outcome }) => ({
          startedSeconds: seconds(startedAt),
          endedSeconds: endedAt ? seconds(endedAt) : null,
          outcome,
        })),
      tookSeconds: part?.upAt && part.startedAt ? Math.max(0, (part.upAt.getTime() - part.startedAt.getTime()) / 1000) : null,
      lastError: part?.lastError ?? null,
      nextTryAt: iso(part?.nextTryAt ?? null),
      removedAt: iso(part?.removedAt ?? null),
      listedAfter: part?.listedAfter ?? null,
    }
  }
  return {
    id: lease.id,
    name: lease.name,
    industry: industryOf(lease.industry),
    state: lease.state,
    email: lease.email,
    elapsedSeconds: seconds(lease.readyAt ?? now),
    enterable: Boolean(lease.enterableAt) && ['provisioning', 'ready', 'reminded'].includes(lease.state),
    hours: lease.hours,
    assignedAt: iso(lease.assignedAt),
    readyAt: iso(lease.readyAt),
    deadlineAt: iso(lease.deadlineAt),
    goneAt: iso(lease.goneAt),
    parts: partList.map(view),
  }
}
