import { retryLeasePart } from '@/app/admin/leases/actions'
import { ActionButton } from '@/components/admin/action-button'
import { adminZone } from '@/components/admin/lease-cells'
import { formatClock } from '@/components/ui/format-time'
import type { LeaseDetail } from '@/lib/admin/load-lease-detail'
import type { PartView } from '@/lib/demo/lease-view'

/** What is counted when the system that held a part is asked what it still lists. */
const counted: Record<string, string> = {
  identity: 'users',
  'data-key': 'keys',
  'object-space': 'objects',
  'plant-data': 'rows',
  notebook: 'servers',
  dashboards: 'dashboards',
  'mail-schedule': 'due',
}

const clock = (at: string) => formatClock(at, adminZone, { seconds: true })

function done(part: PartView, upAt: string | null): string {
  if (part.state === 'removed' && part.removedAt) return `${part.part === 'data-key' ? 'destroyed' : 'removed'} ${clock(part.removedAt)}`
  if (part.state === 'up' && upAt) return `up ${clock(upAt)}`
  return part.state.replace('-', ' ')
}

const ending = ['expired', 'removing', 'gone', 'failed']

/** A row per part: who holds it, what was done when, and what that system listed afterwards. */
export function LeaseLedger({ detail }: { detail: LeaseDetail }) {
  const { lease, ledger, sessionsEndedAt } = detail
  const removal = ending.includes(lease.state)
  return (
    <table className="table mt-1 text-[13px] whitespace-nowrap" data-density="dense" data-head="plain">
      <caption className="mb-1 text-left text-panel">Ledger</caption>
      <thead>
        <tr>
          <th scope="col" className="!bg-raised !pl-0">Part</th>
          <th scope="col" className="!bg-raised">System</th>
          <th scope="col" className="!bg-raised">Done</th>
          <th scope="col" className="!bg-raised !pr-0" data-align="right">{removal ? 'LIST afterwards' : 'Tries'}</th>
        </tr>
      </thead>
      <tbody>
        {removal && (
          <tr>
            <th scope="row" className="!pl-0 !font-semibold">Sessions</th>
            <td className="text-ink-2">Accounts</td>
            <td>{sessionsEndedAt ? `ended ${clock(sessionsEndedAt)}` : 'ending'}</td>
            <td className="!pr-0" data-align="right">—</td>
          </tr>
        )}
        {lease.parts.map((part) => (
          <LedgerRow key={part.part} leaseId={lease.id} part={part} ledger={ledger[part.part]} removal={removal} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  leaseId: string
  part: PartView
  ledger: LeaseDetail['ledger'][string] | undefined
  removal: boolean
}

function LedgerRow({ leaseId, part, ledger, removal }: RowProps) {
  const listed = part.listedAfter === null ? 'not asked yet' : `${part.listedAfter} ${counted[part.part] ?? ''}`
  const trouble = part.lastError && part.state !== 'up' && part.state !== 'removed'
  return (
    <>
      <tr>
        <th scope="row" className="!pl-0 !font-semibold">{part.label}</th>
        <td className="text-ink-2">{part.system}</td>
        <td>{done(part, ledger?.upAt ?? null)}</td>
        <td className="!pr-0" data-align="right">{removal ? listed : (ledger?.tries ?? 0)}</td>
      </tr>
      {trouble && (
        <tr>
          <td colSpan={4} className="!border-t-0 !px-0 !pt-0 pb-2 text-small whitespace-normal text-ink-2">
            <p className="break-words">
              {ledger?.tries === 1 ? '1 try' : `${ledger?.tries ?? 0} tries`}. Last answer: {part.lastError}. {part.nextTryAt ? `Next try ${clock(part.nextTryAt)}.` : 'Trying now.'}
            </p>
            {part.nextTryAt && <ActionButton label="Retry now" busyWord="Asking" action={retryLeasePart} input={{ leaseId, part: part.part }} />}
          </td>
        </tr>
      )}
    </>
  )
}
