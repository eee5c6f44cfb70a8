import type { Metadata } from 'next'
import { DashboardRows } from '@/components/portal/dashboard-rows'
import { FigureAlerts } from '@/components/portal/figure-alerts'
import { ToolDashboards } from '@/components/portal/tool-dashboards'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { toolDoor } from '@/lib/embedding/tool-door'
import { loadAlerts } from '@/lib/figure-alerts/load-alerts'
import { favouritesOf } from '@/lib/people/favourite-dashboards'
import { loadDashboards } from '@/lib/plant/views/dashboards-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Dashboards' }

export default async function DashboardsPage() {
  const person = await requirePerson('plant.view')
  const door = toolDoor()
  const favourites = favouritesOf(person)
  const [listed, alerts, tools] = await Promise.all([loadDashboards(system(), person), loadAlerts(system(), person), door?.list(person)])
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Dashboards</h1>
          <p>Pictures of a month, made once and looked at often.</p>
        </div>
      </div>
      <Panel title="Yours" note={listed.ok ? `${listed.value.length} dashboards` : undefined} flush>
        {!listed.ok && <ErrorPanel failed={`The dashboards did not answer: ${listed.failure.message}.`} holds="Every figure in the other rooms." todo="Open this page again in a minute." />}
        {listed.ok && listed.value.length === 0 && <Empty>No dashboard yet. A new plant gets its own within seconds.</Empty>}
        {listed.ok && <DashboardRows kind="own" entries={listed.value} favourites={favourites} />}
      </Panel>
      <FigureAlerts rows={alerts} />
      {door && tools && <ToolDashboards tool={door.tool.title} listed={tools} favourites={favourites} />}
    </div>
  )
}
