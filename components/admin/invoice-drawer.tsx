import { ActionButton } from '@/components/admin/action-button'
import { sendAgain } from '@/app/admin/billing/actions'
import { adminZone } from '@/components/admin/lease-cells'
import { InvoiceTable } from '@/components/admin/invoice-table'
import { Reproduce } from '@/components/admin/reproduce'
import { Button } from '@/components/ui/button'
import { Drawer } from '@/components/ui/drawer'
import { formatDateClock } from '@/components/ui/format-time'
import type { BillingRow } from '@/lib/admin/load-billing'

/** A month of one customer: every line with its sum, whether the raw events give the same, and where it was sent. */
export function InvoiceDrawer({ row, month, closeHref }: { row: BillingRow; month: string; closeHref: string }) {
  const { tenantId, name, preview, closedAt, sha256, delivery } = row
  const file = (format: string) => `/api/admin/invoice?${new URLSearchParams({ tenant: tenantId, month, format })}`
  return (
    <Drawer key={`${tenantId} ${month}`} label={`Invoice preview, ${month}`} title={name} width={464} closeHref={closeHref}>
      <p className="mb-4 text-[13px] text-ink-2">
        {closedAt ? (
          <>
            Closed {formatDateClock(closedAt, adminZone)} UTC. SHA-256 <code className="text-mono">{sha256?.slice(0, 16)}</code>.
          </>
        ) : (
          'As it stands; it is closed when the month is over.'
        )}
      </p>
      <InvoiceTable invoice={preview} />
      <div className="mt-4 flex flex-wrap gap-2">
        <Button size="small" href={file('csv')} prefetch={false}>
          CSV
        </Button>
        <Button size="small" href={file('json')} prefetch={false}>
          JSON
        </Button>
      </div>
      {closedAt && <Reproduce tenantId={tenantId} month={month} currency={preview.currency} />}
      {closedAt && (
        <section className="mt-5" aria-label="Billing system">
          <h3 className="mb-2 font-semibold">Billing system</h3>
          <p className="mb-2 text-[13px] text-ink-2">{deliveryWords(delivery)}</p>
          <ActionButton label="Send again" busyWord="Queueing" action={sendAgain} input={{ tenantId, month }} />
        </section>
      )}
    </Drawer>
  )
}

function deliveryWords(delivery: BillingRow['delivery']): string {
  if (!delivery) return 'Not sent: no address was set when the month was closed.'
  const { state, attempts, lastError, deliveredAt } = delivery
  if (state === 'delivered' && deliveredAt) return `Delivered ${formatDateClock(deliveredAt, adminZone)} UTC.`
  if (attempts === 0) return 'Waiting to be sent.'
  return `${state === 'failed' ? 'Given up' : 'Tried'} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}. ${lastError ?? ''}`
}
