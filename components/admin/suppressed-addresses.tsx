import { ActionButton } from '@/components/admin/action-button'
import { adminZone } from '@/components/admin/lease-cells'
import { liftSuppression } from '@/app/admin/mail/actions'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { SuppressedAddress } from '@/lib/admin/load-mail'

/** Addresses that are left alone, and the way back for one that was mended. */
export function SuppressedAddresses({ rows }: { rows: SuppressedAddress[] }) {
  return (
    <Panel title="Addresses that take no mail" flush>
      <p className="px-5 pb-3 text-ink-2 max-md:px-3.5">Their server said so. Nothing is sent to them, since repeated bounces count against every mail of this installation.</p>
      <DataTable caption="Addresses that take no mail, newest first" columns={columns} rows={rows} rowKey={({ address }) => address} empty={null} />
    </Panel>
  )
}

const columns: ColumnView<SuppressedAddress>[] = [
  { key: 'address', head: 'Address', cell: ({ address, because }) => <><b>{address}</b><span className="block text-small text-ink-2 md:hidden">{because}</span></> },
  { key: 'because', head: 'What its server said', phone: 'hidden', cell: ({ because }) => because },
  { key: 'since', head: 'Since, UTC', phone: 'hidden', cell: ({ since }) => formatDateClock(since, adminZone) },
  {
    key: 'lift',
    head: 'Way back',
    align: 'right',
    cell: ({ address }) => <ActionButton label="Send to it again" busyWord="Lifting" action={liftSuppression} input={{ address }} />,
  },
]
