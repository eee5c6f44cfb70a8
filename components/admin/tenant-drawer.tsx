import { deleteTenant, keepTenant, resume, suspend } from '@/app/admin/tenants/actions'
import { ActionButton } from '@/components/admin/action-button'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { adminZone, industryWords } from '@/components/admin/lease-cells'
import { Button } from '@/components/ui/button'
import { Drawer } from '@/components/ui/drawer'
import { formatDate, formatDateClock } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import { TextField } from '@/components/ui/text-field'
import type { CellAnswer } from '@/lib/admin/ask-cell'
import type { LeaseRow } from '@/lib/admin/lease-row'
import type { TenantRow } from '@/lib/admin/load-tenants'

const askedFor = 'Asked for. It has no installation of its own yet: its rows stand here, kept apart by row-level security, under a data key of its own.'

interface Props {
  tenant: TenantRow
  /** Of a dedicated tenant: whether its installation answers. */
  cell: CellAnswer | null
  closeHref: string
}

export function TenantDrawer({ tenant, cell, closeHref }: Props) {
  return (
    <Drawer key={tenant.id} label="Tenant" title={tenant.name} width={464} closeHref={closeHref}>
      {tenant.suspendedAt && (
        <p className="mb-3 font-semibold">
          Suspended {formatDateClock(tenant.suspendedAt, adminZone)} by {tenant.suspendedBy}: {tenant.suspendedReason}. Nobody signs in; readings are still taken.
        </p>
      )}
      {tenant.deletesAt && (
        <p className="mb-3 font-semibold">
          Deleted on {formatDateClock(tenant.deletesAt, adminZone)} UTC, asked by {tenant.deletionBy}. Until then it can be kept.
        </p>
      )}
      <TermList
        terms={[
          { term: 'Slug', detail: <span className="text-mono">{tenant.id}</span> },
          { term: 'Time zone', detail: tenant.timeZone },
          { term: 'Industry', detail: tenant.industry ? industryWords[tenant.industry.replaceAll('_', '-') as LeaseRow['industry']] : '—' },
          { term: 'Placement', detail: tenant.placement === 'shared' ? 'Shared' : 'Dedicated', detailNote: tenant.placement === 'dedicated' && !tenant.cellUrl ? askedFor : undefined },
          ...(tenant.cellUrl
            ? [{ term: 'Installation', detail: <a className="link" href={tenant.cellUrl}>{tenant.cellUrl}</a>, detailNote: `It ${cell?.words ?? 'was not asked'}. Plant, people, keys, usage and invoices are there; nothing of them is here.` }]
            : [{ term: 'Plant', detail: `${tenant.lines} ${tenant.lines === 1 ? 'line' : 'lines'}, ${tenant.signals} ${tenant.signals === 1 ? 'signal' : 'signals'}` }, { term: 'People', detail: tenant.people }]),
          { term: 'Since', detail: formatDate(tenant.createdAt, adminZone) },
        ]}
      />
      {!tenant.cellUrl && (
        <div className="mt-5 flex flex-wrap gap-2">
          <Button variant="primary" size="small" href={`/manage/${tenant.id}/people`}>
            Manage people and plant
          </Button>
          <Button size="small" href={`/admin/tenants/export?tenant=${tenant.id}`} prefetch={false}>
            Export everything
          </Button>
        </div>
      )}
      <TenantSteps tenant={tenant} />
    </Drawer>
  )
}

function TenantSteps({ tenant }: { tenant: TenantRow }) {
  const fixed = { tenantId: tenant.id }
  if (tenant.deletesAt) {
    return (
      <div className="mt-5">
        <ActionButton label="Keep this tenant" busyWord="Keeping" action={keepTenant} input={fixed} />
      </div>
    )
  }
  return (
    <div className="mt-5 flex flex-wrap gap-2">
      {tenant.cellUrl ? null : tenant.suspendedAt ? (
        <ActionButton label="Resume" busyWord="Resuming" action={resume} input={fixed} />
      ) : (
        <ConfirmInPlace label="Suspend" question={`Close ${tenant.name} now? Open screens end and nobody signs in; what its sensors send is still taken.`} confirm="Suspend it" busyWord="Suspending" action={suspend} fixed={fixed}>
          <TextField label="Reason" name="reason" required minLength={3} maxLength={200} hint="Stands in the audit trail." />
        </ConfirmInPlace>
      )}
      <ConfirmInPlace label="Delete" question={tenant.cellUrl ? `Strike ${tenant.name} from this list in 24 hours? Its installation goes on until it is deleted there, with a certificate of its own.` : `Delete ${tenant.name} with everything in it? It is closed now and removed in 24 hours; until then it can be kept. Its last month is closed, and its invoices are kept as bookkeeping law demands. A signed certificate says what was removed and what is kept.`} confirm="Delete it" busyWord="Closing" action={deleteTenant} fixed={fixed}>
        <TextField label={`Type ${tenant.id} to confirm`} name="typed" required autoComplete="off" />
        <TextField label="Reason" name="reason" required minLength={3} maxLength={200} hint="Stands in the audit trail." />
      </ConfirmInPlace>
    </div>
  )
}
