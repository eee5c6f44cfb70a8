import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { LeaseUsageTable } from '@/components/admin/lease-usage-table'
import { ServerTable } from '@/components/admin/server-table'
import { TenantUsageDrawer } from '@/components/admin/tenant-usage-drawer'
import { TenantUsageTable } from '@/components/admin/tenant-usage-table'
import { Button } from '@/components/ui/button'
import { formatClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { loadTenantUsage, loadUsageDays, type TenantUsageRow } from '@/lib/admin/load-tenant-usage'
import { loadServers } from '@/lib/admin/load-servers'
import { countLeases, loadUsage } from '@/lib/admin/load-usage'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { anomalyDays, anomalyLimit } from '@/lib/metering/anomaly'
import { dayAfter, dayOf } from '@/lib/metering/meters'
import { meterEveryMinutes } from '@/lib/metering/meter-usage'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Usage' }

/** Each is counted over every table when the page is made. */
const mostLeases = 20

export default async function UsagePage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('admin')
  const query = await searchParams
  return queryText(query, 'view') === 'leases' ? <Leases /> : <Tenants selected={queryText(query, 'tenant')} />
}

const views = (current: string) => (
  <div className="flex">
    <Segmented label="View" current={current} segments={[{ key: 'tenants', label: 'Tenants by day', href: '/admin/usage' }, { key: 'leases', label: 'Leases and servers now', href: '/admin/usage?view=leases' }]} />
  </div>
)

async function Tenants({ selected }: { selected: string }) {
  const rows = await loadTenantUsage(system())
  const row = rows.find(({ tenantId }) => tenantId === selected)
  const today = dayOf(system().clock.now())
  const month = today.slice(0, 7)
  const days = row ? await loadUsageDays(system(), dayAfter(today, -anomalyDays), dayAfter(today), row.tenantId) : []
  return (
    <AdminPage title="Usage" summary={summaryOf(rows)} action={<Exports month={month} />} drawer={row && <TenantUsageDrawer row={row} days={days} month={month} />}>
      {views('tenants')}
      <Panel
        title="Today so far"
        note="UTC days"
        flush
        foot={`From raw meter events, every ${meterEveryMinutes} minutes. Stored is the greatest of the day. Queries are trends, figures and exports. Unusual: modified z-score beyond ${anomalyLimit} against the median of up to ${anomalyDays} days (Iglewicz and Hoaglin).`}
      >
        <TenantUsageTable rows={rows} selected={row?.tenantId ?? null} />
      </Panel>
    </AdminPage>
  )
}

const Exports = ({ month }: { month: string }) => (
  <div className="flex gap-2">
    <Button size="small" href={`/api/admin/usage/days?month=${month}&format=csv`} prefetch={false}>
      CSV of {month}
    </Button>
    <Button size="small" href={`/api/admin/usage/days?month=${month}&format=json`} prefetch={false}>
      JSON
    </Button>
  </div>
)

function summaryOf(rows: TenantUsageRow[]): string {
  const near = rows.filter(({ limits }) => limits.some(({ level }) => level !== 'well')).length
  const unusual = rows.filter(({ anomalies }) => anomalies.length > 0).length
  const limits = near === 0 ? 'No limit comes near' : `${near} ${near === 1 ? 'tenant is' : 'tenants are'} near or beyond a limit`
  return `${limits}; ${unusual === 0 ? 'nothing was unusual yesterday' : `yesterday was unusual for ${unusual}`}.`
}

async function Leases() {
  const all = await countLeases(system())
  const [rows, servers] = await Promise.all([loadUsage(system(), mostLeases), loadServers(system())])
  const now = system().clock.now().toISOString()
  return (
    <AdminPage title="Usage" summary={`${all} leases are not gone; ${all > rows.length ? `the newest ${rows.length} ` : ''}counted at ${formatClock(now, adminZone, { seconds: true })} UTC.`}>
      {views('leases')}
      <Panel label="Usage" flush foot="Rows are counted over every table of the lease. Objects are measured without their encryption. The same figures: GET /api/admin/usage.">
        <LeaseUsageTable rows={rows} all={all} now={now} />
      </Panel>
      <Panel title="Servers" note="now" flush>
        <ServerTable rows={servers} />
      </Panel>
    </AdminPage>
  )
}
