import { formatDateClock, formatDuration } from '@/components/ui/format-time'
import type { LeaseRow } from '@/lib/admin/lease-row'

/** The zone of all administration pages: the installation serves sites of many zones. */
export const adminZone = 'UTC'

export const industryWords: Record<LeaseRow['industry'], string> = { dairy: 'Dairy', chemical: 'Chemical', 'oil-and-gas': 'Oil and gas', pharma: 'Pharma' }

export const stateWords: Record<LeaseRow['state'], string> = {
  requested: 'Requested',
  provisioning: 'Provisioning',
  warm: 'Warm',
  ready: 'Ready',
  reminded: 'Reminded',
  expired: 'Expired',
  removing: 'Removing',
  gone: 'Gone',
  claimed: 'Claimed',
  stopped: 'Stopped',
  failed: 'Failed',
}

const seconds = (from: string, to: string) => (new Date(to).getTime() - new Date(from).getTime()) / 1000

/** What is left of the lease, in words. */
export function leftOf(row: LeaseRow, now: string): string {
  switch (row.state) {
    case 'requested':
      return `link ${formatDuration(Math.max(0, seconds(now, row.endedAt ?? now)))}`
    case 'provisioning':
      return 'not ready'
    case 'warm':
      return 'unassigned'
    case 'ready':
    case 'reminded':
      return row.deadlineAt && row.deadlineAt > now ? formatDuration(seconds(now, row.deadlineAt)) : 'over'
    case 'stopped':
      return 'kept until deleted'
    case 'claimed':
      return 'kept'
    case 'expired':
    case 'removing':
      return row.endedAt ? `${formatDuration(Math.max(0, seconds(row.endedAt, now)))} over` : 'over'
    case 'gone':
      return 'deleted'
    case 'failed':
      return 'ended'
  }
}

export const leaseHeads = ['Lease', 'Asked by', 'Plant', 'State', 'Since', 'Left', 'Parts'] as const

/** A row as text, in the order of `leaseHeads`: what the table shows is what the CSV says. */
export const leaseCells = (row: LeaseRow, now: string): string[] => [
  row.name,
  row.email ?? 'nobody yet',
  industryWords[row.industry],
  stateWords[row.state],
  formatDateClock(row.since, adminZone),
  leftOf(row, now),
  row.partsAll > 0 ? `${row.partsThere} of ${row.partsAll}` : '—',
]
