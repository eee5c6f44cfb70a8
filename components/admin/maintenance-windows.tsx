import { announce, cancel } from '@/app/admin/health/actions'
import { ActionButton } from '@/components/admin/action-button'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { adminZone } from '@/components/admin/lease-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { TextField } from '@/components/ui/text-field'
import type { WindowView } from '@/lib/admin/load-health-view'

/** What was announced, and a form for the next. */
export function MaintenanceWindows({ windows }: { windows: WindowView[] }) {
  return (
    <>
      <DataTable caption="Maintenance windows" columns={columns} rows={windows} rowKey={({ id }) => id} density="dense" empty={<Empty>None in thirty days, and none ahead.</Empty>} />
      <div className="max-w-[560px] px-5 py-3 max-md:px-3.5">
        <ConfirmInPlace label="Announce a window" question="It will be shown and not counted. Only what lies ahead can be announced." confirm="Announce" busyWord="Announcing" action={announce} fixed={{}}>
          <TextField label="What will be done" name="title" required maxLength={500} />
          <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
            <TextField label="From, UTC" name="startsAt" type="datetime-local" required />
            <TextField label="Until, UTC" name="endsAt" type="datetime-local" required />
          </div>
        </ConfirmInPlace>
      </div>
    </>
  )
}

const columns: ColumnView<WindowView>[] = [
  { key: 'title', head: 'What', cell: (row) => <b>{row.title}</b> },
  { key: 'from', head: 'From, UTC', cell: (row) => formatDateClock(row.startsAt, adminZone) },
  { key: 'until', head: 'Until', phone: 'hidden', cell: (row) => formatDateClock(row.endsAt, adminZone) },
  { key: 'state', head: 'State', phone: 'hidden', cell: (row) => row.state },
  { key: 'by', head: 'Announced by', phone: 'hidden', cell: (row) => row.createdBy },
  { key: 'cancel', head: '', phone: 'hidden', cell: (row) => (row.state === 'ahead' || row.state === 'running') && <ActionButton label={row.state === 'ahead' ? 'Cancel' : 'End now'} busyWord="Ending" action={cancel} input={{ windowId: row.id }} /> },
]
