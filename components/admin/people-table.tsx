import { changePersonStatus, endPersonSessions } from '@/app/admin/people/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { adminZone } from '@/components/admin/lease-cells'
import { DataTable, type ColumnView } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatAge } from '@/components/ui/format-time'
import type { PersonRow } from '@/lib/admin/load-people'

function statusWords({ status, lockedUntil }: PersonRow) {
  if (status === 'disabled') return 'Disabled'
  return lockedUntil ? 'Locked after wrong passwords' : 'Active'
}

function Steps({ row, self }: { row: PersonRow; self: boolean }) {
  const fixed = { tenantId: row.tenantId, accountId: row.accountId }
  const disabled = row.status === 'disabled'
  return (
    <div className="flex flex-wrap justify-end gap-2 whitespace-normal text-left">
      {row.openSessions > 0 && (
        <ConfirmInPlace label="End sessions" question={`Sign ${row.email} out everywhere? Links and tickets that are not used yet stop working too.`} confirm="End them" busyWord="Ending" action={endPersonSessions} fixed={fixed} />
      )}
      {!self && (
        <ConfirmInPlace
          label={disabled ? 'Enable' : 'Disable'}
          question={disabled ? `Let ${row.email} sign in again?` : `Refuse ${row.email} at once, in open sessions too?`}
          confirm={disabled ? 'Enable' : 'Disable'}
          busyWord="Changing"
          action={changePersonStatus}
          fixed={{ ...fixed, status: disabled ? 'active' : 'disabled' }}
        />
      )}
    </div>
  )
}

export function PeopleTable({ rows, matching, now, selfId }: { rows: PersonRow[]; matching: number; now: string; selfId: string }) {
  const columns: ColumnView<PersonRow>[] = [
    { key: 'person', head: 'Person', cell: (row) => <span><b>{row.name}</b><br /><span className="text-ink-2">{row.email}</span></span> },
    { key: 'tenant', head: 'Tenant', phone: 'hidden', cell: (row) => <span>{row.tenantName}<br /><span className="text-mono text-ink-3">{row.tenantId}</span></span> },
    { key: 'roles', head: 'Roles', phone: 'hidden', cell: (row) => row.roles.map(({ role, place }) => (place ? `${role} at ${place}` : role)).join(', ') || 'none' },
    { key: 'status', head: 'Status', phone: 'hidden', cell: statusWords },
    { key: 'seen', head: 'Last seen', phone: 'hidden', cell: (row) => (row.lastSeenAt ? formatAge(row.lastSeenAt, now, adminZone) : 'never') },
    { key: 'sessions', head: 'Sessions', align: 'right', phone: 'hidden', cell: (row) => row.openSessions },
    { key: 'steps', head: <span className="sr-only">Steps</span>, align: 'right', cell: (row) => <Steps row={row} self={row.accountId === selfId} /> },
  ]
  return (
    <DataTable
      caption="Accounts"
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.tenantId} ${row.accountId}`}
      count={rows.length < matching ? `${rows.length} of ${matching}; search to narrow it down` : `${matching} ${matching === 1 ? 'account' : 'accounts'}`}
      empty={<Empty>No account has this in its name, address or tenant.</Empty>}
    />
  )
}
