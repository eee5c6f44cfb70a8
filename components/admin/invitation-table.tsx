import { withdraw } from '@/app/manage/[tenant]/people/actions'
import { ActionButton } from '@/components/admin/action-button'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { formatAge, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { InvitationRow } from '@/lib/people/list-invitations'
import { roleWords } from '@/lib/people/role-words'

/** Who was asked and has not come yet; nothing when nobody waits. */
export function InvitationTable({ tenantId, rows, now, timeZone }: { tenantId: string; rows: InvitationRow[]; now: string; timeZone: string }) {
  if (rows.length === 0) return null
  const columns: ColumnView<InvitationRow>[] = [
    { key: 'email', head: 'Invited', cell: (row) => <b>{row.email}</b> },
    { key: 'role', head: 'Role', phone: 'hidden', cell: (row) => `${roleWords[row.role]} on ${row.place}` },
    { key: 'sent', head: 'Sent', phone: 'hidden', cell: (row) => `${formatAge(row.createdAt, now, timeZone)} by ${row.invitedBy}` },
    { key: 'until', head: 'Until', phone: 'hidden', cell: (row) => (row.expiresAt > now ? formatDateClock(row.expiresAt, timeZone) : 'expired') },
    { key: 'steps', head: <span className="sr-only">Steps</span>, align: 'right', cell: (row) => <ActionButton label="Withdraw" busyWord="Withdrawing" action={withdraw} input={{ tenantId, id: row.id }} /> },
  ]
  return (
    <Panel title="Open invitations" note={`${rows.length}`} flush>
      <DataTable caption="Open invitations" columns={columns} rows={rows} rowKey={(row) => row.id} density="dense" head="plain" />
    </Panel>
  )
}
