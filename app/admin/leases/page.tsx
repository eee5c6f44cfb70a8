import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { LeaseCounters } from '@/components/admin/lease-counters'
import { LeaseDrawer } from '@/components/admin/lease-drawer'
import { LeaseTable } from '@/components/admin/lease-table'
import { LeftOverBanner } from '@/components/admin/left-over-banner'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { NewLease } from '@/components/admin/new-lease'
import { ReconcilerNotes } from '@/components/admin/reconciler-notes'
import { SearchForm } from '@/components/admin/search-form'
import { Button } from '@/components/ui/button'
import { formatAge } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { type LeaseFilter, leaseFilterFrom } from '@/lib/admin/lease-filter'
import { loadLeaseDetail } from '@/lib/admin/load-lease-detail'
import { type LeasesView, loadLeases } from '@/lib/admin/load-leases'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Demo leases' }

type Query = Record<string, string | string[] | undefined>

export default async function LeasesPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  const filter = leaseFilterFrom(query)
  const selected = typeof query.lease === 'string' ? query.lease : null
  const view = await loadLeases(system(), filter)
  const detail = selected ? await loadLeaseDetail(system(), selected) : null
  return (
    <AdminPage title="Demo leases" summary={summaryOf(view)} action={<NewLease />} drawer={detail && <LeaseDrawer detail={detail} closeHref={hrefOf(filter)} />}>
      <LiveRefresh everySeconds={3} />
      <LeftOverBanner leftOver={view.leftOver} now={view.now} />
      <LeaseCounters counts={view.counts} leftOver={view.leftOver} />
      <Panel label="Leases" flush>
        <Controls filter={filter} counts={view.counts} />
        <LeaseTable rows={view.rows} matching={view.matching} now={view.now} selected={selected} hrefOf={(lease) => hrefOf(filter, lease)} />
      </Panel>
      <ReconcilerNotes notes={view.notes} />
      <p className="text-small text-ink-3">All times are UTC.</p>
    </AdminPage>
  )
}

function hrefOf({ group, search }: LeaseFilter, lease?: string, path = '/admin/leases') {
  const query = new URLSearchParams({ ...(group !== 'all' && { state: group }), ...(search && { q: search }), ...(lease && { lease }) })
  return query.size > 0 ? `${path}?${query}` : path
}

function summaryOf({ comparedAt, now, leftOver }: LeasesView) {
  const compared = comparedAt ? `The reconciler last compared all neighbours ${formatAge(comparedAt, now, adminZone)}.` : 'The reconciler has not run yet.'
  return `${compared} ${leftOver.length === 0 ? 'Nothing is left over.' : `${leftOver.length} ended leases have left something.`}`
}

function Controls({ filter, counts }: { filter: LeaseFilter; counts: LeasesView['counts'] }) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const segments = [
    { key: 'all', label: `All ${all}` },
    { key: 'requested', label: `Requested ${counts.requested}` },
    { key: 'building', label: `Being built ${counts.building}` },
    { key: 'warm', label: `Warm ${counts.warm}` },
    { key: 'running', label: `Running ${counts.running}` },
    { key: 'removing', label: `Being removed ${counts.removing}` },
    { key: 'ended', label: `Ended ${counts.ended}` },
  ] as const
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 py-3">
      <Segmented label="State" current={filter.group} segments={segments.map(({ key, label }) => ({ key, label, href: hrefOf({ ...filter, group: key }) }))} />
      <SearchForm action="/admin/leases" placeholder="Lease or e-mail" value={filter.search} keep={filter.group === 'all' ? {} : { state: filter.group }} />
      <span className="grow" />
      <Button size="small" href={hrefOf(filter, undefined, '/admin/leases/csv')} prefetch={false} icon={<Download className="icon" aria-hidden />}>
        CSV
      </Button>
    </div>
  )
}
