import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { open } from '@/app/admin/health/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { IncidentList } from '@/components/admin/incident-list'
import { MaintenanceWindows } from '@/components/admin/maintenance-windows'
import { UptimeDays } from '@/components/admin/uptime-days'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import { type KpiView, KpiStrip } from '@/components/ui/kpi-strip'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { TextField } from '@/components/ui/text-field'
import { type HealthView, loadHealthView } from '@/lib/admin/load-health-view'
import { requirePerson } from '@/lib/auth/current-person'
import { type SloView, sloDays, sloNeighbours, sloTarget } from '@/lib/health/slo'
import { dayAfter, dayOf } from '@/lib/metering/meters'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Health' }

export default async function HealthPage() {
  await requirePerson('admin')
  const view = await loadHealthView(system())
  const now = system().clock.now()
  const days = Array.from({ length: sloDays }, (_, i) => dayAfter(dayOf(now), i - sloDays + 1))
  return (
    <AdminPage title="Health" summary={summaryOf(view)} action={<Report />}>
      <LiveRefresh everySeconds={60} />
      <KpiStrip label="Service level of thirty days" kpis={kpisOf(view.slo)} />
      <Panel
        title="Answers by day"
        note={`asked every minute, ${sloDays} days`}
        flush
        foot={`A minute counts as good when ${sloNeighbours.join(', ')} all answer. Minutes in which nobody could ask count as bad; announced maintenance does not count. Machines ask GET /api/healthcheck and GET /api/metrics.`}
      >
        {view.uptime.length > 0 ? <UptimeDays uptime={view.uptime} days={days} /> : <Empty>Nothing was asked yet. The workers ask every minute; are they running?</Empty>}
      </Panel>
      <Panel title="Incidents" note="times are UTC" flush>
        <IncidentList incidents={view.incidents} now={now.toISOString()} />
      </Panel>
      <Panel title="Maintenance" flush>
        <MaintenanceWindows windows={view.windows} />
      </Panel>
    </AdminPage>
  )
}

const Report = () => (
  <div className="max-w-[420px]">
    <ConfirmInPlace label="Report an incident" question="What does not work, that nothing here has noticed?" confirm="Open it" busyWord="Opening" action={open} fixed={{}}>
      <TextField label="Incident" name="title" required maxLength={500} />
    </ConfirmInPlace>
  </div>
)

/** The budget grows with what was measured; of less than a day it says nothing yet. */
const dayMinutes = 1440

function summaryOf({ incidents, windows, slo }: HealthView): string {
  const running = windows.find(({ state }) => state === 'running')
  const open = incidents.filter(({ closedAt }) => closedAt === null).length
  const budget = slo.availability === null ? 'Nothing was measured yet.' : slo.good + slo.bad < dayMinutes && slo.bad === 0 ? `Measured for ${formatDuration((slo.good + slo.bad) * 60)} so far, without a bad minute.` : slo.leftMinutes < 0 ? 'The error budget is spent.' : `${formatDuration(slo.leftMinutes * 60)} of the error budget are left.`
  return `${running ? `Maintenance is under way: ${running.title}. ` : ''}${open === 0 ? 'No incident is open.' : `${open} ${open === 1 ? 'incident is' : 'incidents are'} open.`} ${budget}`
}

function kpisOf({ availability, good, bad, excluded, budgetMinutes, leftMinutes, burn }: SloView): KpiView[] {
  const undefinedBecause = availability === null ? 'nothing was measured yet' : undefined
  const minutes = (value: number) => formatDuration(value * 60)
  return [
    { label: `Availability, ${sloDays} days`, parts: [{ value: availability === null ? '' : formatNumber(availability * 100, 3), unit: '%' }], undefinedBecause, note: `promised ${formatPercent(sloTarget)}; ${formatNumber(good + bad)} minutes measured` },
    { label: 'Not available', parts: [{ value: minutes(bad) }], undefinedBecause, note: excluded > 0 ? `and ${minutes(excluded)} of announced maintenance` : 'no announced maintenance' },
    { label: 'Error budget left', parts: [{ value: minutes(leftMinutes) }], undefinedBecause, note: `of ${minutes(budgetMinutes)}` },
    ...burn.map(({ hours, rate }): KpiView => ({ label: `Burn, ${hours < 24 ? `${hours} h` : `${hours / 24} d`}`, parts: [{ value: rate === null ? '' : formatNumber(rate, 1), unit: '×' }], undefinedBecause: rate === null ? 'not measured' : undefined, note: rate !== null && rate > 1 ? 'faster than the budget allows' : 'within the budget' })),
  ]
}
