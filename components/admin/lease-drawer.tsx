import { LeaseAttempts } from '@/components/admin/lease-attempts'
import { LeaseCertificate } from '@/components/admin/lease-certificate'
import { adminZone, industryWords } from '@/components/admin/lease-cells'
import { LeaseLedger } from '@/components/admin/lease-ledger'
import { LeaseSteps } from '@/components/admin/lease-steps'
import { Drawer } from '@/components/ui/drawer'
import { formatDateClock } from '@/components/ui/format-time'
import type { LeaseDetail } from '@/lib/admin/load-lease-detail'
import type { LeaseRow } from '@/lib/admin/lease-row'

function sentence({ lease, endedBy }: LeaseDetail): string {
  const moment = (at: string) => formatDateClock(at, adminZone)
  const facts = [
    lease.email ?? 'nobody yet',
    industryWords[lease.industry as LeaseRow['industry']],
  ].join(', ')
  const ready = lease.readyAt ? ` Ready ${moment(lease.readyAt)}${lease.deadlineAt ? `, deadline ${moment(lease.deadlineAt)}` : ''}.` : ' Not ready yet.'
  const ended = lease.goneAt ? ` Gone ${moment(lease.goneAt)}.` : ''
  return `${facts}.${ready}${ended}${endedBy ? ` Ended by ${endedBy}.` : ''}`
}

export function LeaseDrawer({ detail, closeHref }: { detail: LeaseDetail; closeHref: string }) {
  return (
    <Drawer key={detail.lease.id} label="Lease" title={<span className="text-mono">{detail.lease.name}</span>} width={464} closeHref={closeHref}>
      <p className="mb-4 text-[13px] text-ink-2">{sentence(detail)}</p>
      {detail.overdue.length > 0 && <p className="mb-3 font-semibold">Left over: {detail.overdue.join(', ')}.</p>}
      <LeaseLedger detail={detail} />
      <LeaseSteps lease={detail.lease} />
      {detail.certificate && <LeaseCertificate lease={detail.lease} certificate={detail.certificate} />}
      <LeaseAttempts attempts={detail.attempts} />
    </Drawer>
  )
}
