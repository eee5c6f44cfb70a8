import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { MailsOfDashboard } from '@/app/(portal)/dashboards/mails-of-dashboard'
import { DashboardTile } from '@/components/portal/dashboard-tile'
import { FigureAlerts } from '@/components/portal/figure-alerts'
import { Empty } from '@/components/ui/empty'
import { requirePerson } from '@/lib/auth/current-person'
import { recordDashboard } from '@/lib/demo/record-dashboard'
import { alertChoices, loadAlerts } from '@/lib/figure-alerts/load-alerts'
import { loadDashboard } from '@/lib/plant/views/dashboard-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Dashboard' }

export default async function DashboardPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('plant.view')
  const { id } = await params
  const [view, alerts] = await Promise.all([loadDashboard(system(), person, id), loadAlerts(system(), person, id)])
  if (!view) notFound()
  await recordDashboard(system(), person, id)
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
        {view.tiles.map((tile, i) => (
          <DashboardTile key={tile.key} tile={tile} model={view.model} isLater={i > 0} />
        ))}
      </div>
      {view.tiles.length === 0 && <Empty>This dashboard has no tile that the plant can fill.</Empty>}
      <FigureAlerts rows={alerts} on={{ dashboardId: id, choices: alertChoices(view.tiles) }} />
      <MailsOfDashboard person={person} dashboardId={id} />
    </div>
  )
}
