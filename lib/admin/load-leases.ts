import { type LeaseFilter, type LeaseGroup, statesOf } from '@/lib/admin/lease-filter'
import { type LeaseRow, leaseRow, requestRow } from '@/lib/admin/lease-row'
import { overdueParts } from '@/lib/admin/overdue'
import type { Tx } from '@/lib/db'
import type { LeaseState, Prisma } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** More is never shown at once; the page says how many there are. */
export const rowLimit = 500

export interface LeasesView {
  now: string
  counts: Record<LeaseGroup, number>
  /** Parts left five minutes after their lease's end, over all leases. */
  leftOver: { lease: string; leaseId: string; parts: string[]; endedAt: string }[]
  rows: LeaseRow[]
  /** Rows that the filter lets through, shown or not. */
  matching: number
  notes: { id: string; at: string; lease: string; text: string }[]
  /** When the reconciler last compared all neighbours. */
  comparedAt: string | null
}

const byState = (states: LeaseState[]): Prisma.LeaseWhereInput => (states.length > 0 ? { state: { in: states } } : {})

export async function loadLeases(system: System, filter: LeaseFilter): Promise<LeasesView> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const requests = await openRequests(tx, filter, now)
    const leases = await matchingLeases(tx, filter, now)
    return {
      now: now.toISOString(),
      counts: await countGroups(tx, now),
      leftOver: await leftOver(tx, now),
      rows: [...requests.rows, ...leases.rows].slice(0, rowLimit),
      matching: requests.matching + leases.matching,
      notes: await recentNotes(tx),
      comparedAt: await lastComparison(tx),
    }
  })
}

async function matchingLeases(tx: Tx, { group, search }: LeaseFilter, now: Date) {
  if (group === 'requested') return { rows: [], matching: 0 }
  const where: Prisma.LeaseWhereInput = {
    ...(group === 'all' ? {} : byState(statesOf[group])),
    ...(search && { OR: [{ name: { contains: search } }, { email: { contains: search } }] }),
  }
  const leases = await tx.lease.findMany({ where, orderBy: { createdAt: 'desc' }, take: rowLimit })
  const parts = await tx.leasePart.findMany({ where: { leaseId: { in: leases.map((lease) => lease.id) } } })
  const rows = leases.map((lease) => leaseRow(lease, parts.filter((part) => part.leaseId === lease.id), now))
  return { rows, matching: await tx.lease.count({ where }) }
}

const unconfirmed = (now: Date): Prisma.DemoRequestWhereInput => ({ verifiedAt: null, expiresAt: { gt: now } })

async function openRequests(tx: Tx, { group, search }: LeaseFilter, now: Date) {
  if (group !== 'all' && group !== 'requested') return { rows: [], matching: 0 }
  const where = { ...unconfirmed(now), ...(search && { email: { contains: search } }) }
  const requests = await tx.demoRequest.findMany({ where, orderBy: { requestedAt: 'desc' }, take: rowLimit })
  return { rows: requests.map(requestRow), matching: await tx.demoRequest.count({ where }) }
}

async function countGroups(tx: Tx, now: Date): Promise<Record<LeaseGroup, number>> {
  const states = await tx.lease.groupBy({ by: ['state'], _count: { _all: true } })
  const count = (group: LeaseGroup) => states.reduce((sum, row) => sum + (statesOf[group].includes(row.state) ? row._count._all : 0), 0)
  return {
    requested: await tx.demoRequest.count({ where: unconfirmed(now) }),
    building: count('building'),
    warm: count('warm'),
    running: count('running'),
    removing: count('removing'),
    ended: count('ended'),
  }
}

async function leftOver(tx: Tx, now: Date): Promise<LeasesView['leftOver']> {
  const ended = await tx.lease.findMany({
    where: { state: { notIn: ['gone', 'claimed', 'stopped'] }, OR: [{ deadlineAt: { lte: now } }, { expiredAt: { not: null } }] },
  })
  const parts = await tx.leasePart.findMany({ where: { leaseId: { in: ended.map((lease) => lease.id) } } })
  return ended.flatMap((lease) => {
    const left = overdueParts(lease, parts.filter((part) => part.leaseId === lease.id), now)
    const endedAt = lease.expiredAt ?? lease.deadlineAt
    return left.length > 0 && endedAt ? [{ lease: lease.name, leaseId: lease.id, parts: left.map(({ part }) => part), endedAt: endedAt.toISOString() }] : []
  })
}

async function recentNotes(tx: Tx): Promise<LeasesView['notes']> {
  const notes = await tx.reconcilerNote.findMany({ orderBy: { at: 'desc' }, take: 12 })
  return notes.map(({ id, at, lease, text }) => ({ id, at: at.toISOString(), lease, text }))
}

/** The sweep ends by asking every neighbour; the newest answer tells when that was. */
async function lastComparison(tx: Tx): Promise<string | null> {
  const newest = await tx.neighbourHealth.aggregate({ _max: { checkedAt: true } })
  return newest._max.checkedAt?.toISOString() ?? null
}
