import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { after } from 'next/server'
import { Suspense } from 'react'
import { MailsOfDashboard } from '@/app/(portal)/dashboards/mails-of-dashboard'
import { DashboardTile } from '@/components/portal/dashboard-tile'
import { FigureAlerts } from '@/components/portal/figure-alerts'
import { Empty } from '@/components/ui/empty'
import { LoadingDash } from '@/components/ui/loading-dashes'
import { requirePerson } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import { recordDashboard } from '@/lib/demo/record-dashboard'
import { alertChoices, loadAlerts } from '@/lib/figure-alerts/load-alerts'
import { type DashboardView, loadDashboard, type TileView, tilesOf } from '@/lib/plant/views/dashboard-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Dashboard' }

/** The first tile comes with the page, the others as soon as their month is read: what is looked at first does not wait for what stands below it. */
export default async function DashboardPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('plant.view')
  const { id } = await params
  const view = await loadDashboard(system(), person, id, 0, 1)
  if (!view) notFound()
  const others = loadDashboard(system(), person, id, 1).then((loaded) => loaded?.tiles ?? [])
  // Whoever waits for it says what went wrong; nobody does when the page ends before.
  others.catch(() => undefined)
  after(() => recordDashboard(system(), person, id))
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
        <Suspense fallback={<TilesPending count={tilesOf(view.dashboard).length - 1} />}>
          <OtherTiles view={view} others={others} />
        </Suspense>
      </div>
      <Suspense fallback={null}>
        <Alerts person={person} view={view} others={others} />
        <MailsOfDashboard person={person} dashboardId={id} />
      </Suspense>
    </div>
  )
}

/** As high as they will be, so that nothing below them moves. */
const TilesPending = ({ count }: { count: number }) =>
  Array.from({ length: Math.max(0, count) }, (_, i) => (
    <section key={i} className="panel min-h-[290px]">
      <LoadingDash />
    </section>
  ))

interface Rest {
  /** With the first tile only. */
  view: DashboardView
  others: Promise<TileView[]>
}

async function OtherTiles({ view, others }: Rest) {
  const tiles = await others
  if (tiles.length + view.tiles.length === 0) return <Empty>This dashboard has no tile that the plant can fill.</Empty>
  return tiles.map((tile) => <DashboardTile key={tile.key} tile={tile} model={view.model} />)
}

async function Alerts({ person, view, others }: Rest & { person: Person }) {
  const { id } = view.dashboard
  const alerts = await loadAlerts(system(), person, id)
  return <FigureAlerts rows={alerts} on={{ dashboardId: id, choices: alertChoices([...view.tiles, ...(await others)]) }} />
}
