import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { DashboardMails } from '@/components/portal/dashboard-mails'
import { DashboardTile } from '@/components/portal/dashboard-tile'
import { FigureAlerts } from '@/components/portal/figure-alerts'
import { Empty } from '@/components/ui/empty'
import { mayEnter } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'
import { recordDashboard } from '@/lib/demo/record-dashboard'
import { alertChoices, loadAlerts } from '@/lib/figure-alerts/load-alerts'
import { loadDashboard } from '@/lib/plant/views/dashboard-view'
import { loadReports } from '@/lib/reports/load-reports'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Dashboard' }

/** Every zone that a clock can be set to; the list of a browser may be another one. */
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

export default async function DashboardPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('plant.view')
  const { id } = await params
  const view = await loadDashboard(system(), person, id)
  if (!view) notFound()
  await recordDashboard(system(), person, id)
  const [reports, alerts] = await Promise.all([loadReports(system(), person, id), loadAlerts(system(), person, id)])
  const refused = mayEnter(person.roles, 'data.download') ? null : 'Your role looks and does not download: who may download can put you on a list.'
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">
            <Link href="/dashboards">Dashboards</Link>
          </p>
          <h1 className="text-page">{view.dashboard.name}</h1>
          <p>{view.dashboard.summary}</p>
        </div>
      </div>
      <div className="grid gap-5 xl:grid-cols-2">
        {view.tiles.map((tile) => (
          <DashboardTile key={tile.key} tile={tile} model={view.model} />
        ))}
      </div>
      {view.tiles.length === 0 && <Empty>This dashboard has no tile that the plant can fill.</Empty>}
      <FigureAlerts rows={alerts} on={{ dashboardId: id, choices: alertChoices(view.tiles) }} />
      <DashboardMails {...reports} dashboardId={id} refused={refused} zones={zones} />
    </div>
  )
}
