import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { makeAnnouncement, stopAnnouncement } from '@/app/admin/announcements/actions'
import { ActionButton } from '@/components/admin/action-button'
import { AdminPage } from '@/components/admin/admin-page'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { adminZone } from '@/components/admin/lease-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TextArea, TextField } from '@/components/ui/text-field'
import { loadTenants } from '@/lib/admin/load-tenants'
import { everyone, listAnnouncements } from '@/lib/announcements/announcements'
import { requirePerson } from '@/lib/auth/current-person'
import type { Announcement } from '@/lib/generated/prisma/client'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Announcements' }

export default async function AnnouncementsPage() {
  await requirePerson('admin')
  const now = system().clock.now()
  const [rows, tenants] = await Promise.all([listAnnouncements(system()), loadTenants(system(), '')])
  const stamp = (at: Date) => at.toISOString().slice(0, 16)
  const audiences = [{ id: everyone, label: 'Everybody in every plant' }, ...tenants.map(({ id, name }) => ({ id, label: name }))]
  const nameOf = (audience: string) => audiences.find(({ id }) => id === audience)?.label ?? audience
  return (
    <AdminPage
      title="Announcements"
      summary="A line above every room, for whom and as long as you say. Times are UTC."
      action={
        <div className="max-w-[460px]">
          <ConfirmInPlace label="New announcement" size="default" icon={<Plus className="icon" aria-hidden />} question="Tell people something?" confirm="Announce it" busyWord="Announcing" action={makeAnnouncement} fixed={{}}>
            <SelectField label="To" name="audience" defaultValue={everyone} options={audiences} />
            <TextArea label="Text" name="text" required maxLength={300} rows={3} />
            <TextField label="From, UTC" name="from" type="datetime-local" required defaultValue={stamp(now)} />
            <TextField label="Until, UTC" name="until" type="datetime-local" required defaultValue={stamp(new Date(now.getTime() + 86_400_000))} />
          </ConfirmInPlace>
        </div>
      }
    >
      <Panel label="Announcements" flush>
        <DataTable caption="Announcements" columns={columns(now, nameOf)} rows={rows} rowKey={(row) => row.id} count={`${rows.length} announcements`} empty={<Empty>Nothing was announced yet.</Empty>} />
      </Panel>
    </AdminPage>
  )
}

function stateOf({ fromAt, untilAt, endedAt }: Announcement, now: Date): string {
  if (endedAt) return 'Ended'
  if (untilAt <= now) return 'Over'
  return fromAt > now ? 'To come' : 'Shown now'
}

const columns = (now: Date, nameOf: (audience: string) => string): ColumnView<Announcement>[] => [
  { key: 'text', head: 'Text', cell: (row) => <b>{row.text}</b> },
  { key: 'to', head: 'To', phone: 'hidden', cell: (row) => nameOf(row.audience) },
  { key: 'state', head: 'State', cell: (row) => stateOf(row, now) },
  { key: 'when', head: 'From, until, UTC', phone: 'hidden', cell: (row) => `${formatDateClock(row.fromAt, adminZone)} to ${formatDateClock(row.untilAt, adminZone)}` },
  { key: 'by', head: 'By', phone: 'hidden', cell: (row) => row.createdBy },
  { key: 'end', head: <span className="sr-only">End</span>, align: 'right', cell: (row) => (!row.endedAt && row.untilAt > now ? <ActionButton label="End now" busyWord="Ending" action={stopAnnouncement} input={{ id: row.id }} /> : null) },
]
