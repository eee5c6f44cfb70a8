import { changeLeaseHours, expireLeaseNow } from '@/app/admin/leases/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { TextField } from '@/components/ui/text-field'
import type { LeaseView } from '@/lib/demo/lease-view'

const living = ['provisioning', 'warm', 'ready', 'reminded']

/** What an administrator can do with a lease that lives; an ended one is only read. */
export function LeaseSteps({ lease }: { lease: LeaseView }) {
  if (!living.includes(lease.state)) return null
  const fixed = { leaseId: lease.id }
  return (
    <div className="mt-5 flex flex-wrap gap-2">
      {lease.readyAt && (
        <ConfirmInPlace label="Change length" question="How long is this lease in all, counted from ready?" confirm="Set the length" busyWord="Setting" action={changeLeaseHours} fixed={fixed}>
          <TextField label="Whole length in hours" name="hours" type="number" min={2} max={24} step={1} defaultValue={lease.hours} required hint="2 to 24. The deadline and the reminder move with it." />
        </ConfirmInPlace>
      )}
      <ConfirmInPlace
        label="Expire now"
        question={`End ${lease.name} now? Sessions end, the key is destroyed, then everything is removed. This cannot be undone.`}
        confirm="Expire it"
        busyWord="Ending"
        action={expireLeaseNow}
        fixed={fixed}
      >
        <TextField label="Reason" name="reason" required minLength={3} maxLength={200} hint="Stands in the audit trail." />
      </ConfirmInPlace>
    </div>
  )
}
