import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { after } from 'next/server'
import { MailsOfDashboard } from '@/app/(portal)/dashboards/mails-of-dashboard'
import { FramedDashboard } from '@/components/portal/framed-dashboard'
import { ErrorPanel } from '@/components/ui/error-panel'
import { requirePerson } from '@/lib/auth/current-person'
import { recordDashboard } from '@/lib/demo/record-dashboard'
import { toolDoor } from '@/lib/embedding/tool-door'
import { shownTo } from '@/lib/people/dashboard-audience'
import { dashboardKey } from '@/lib/people/favourite-dashboards'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Dashboard' }

export default async function ToolDashboardPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('plant.view')
  const { id } = await params
  const door = toolDoor()
  const listed = await door?.list(person)
  if (!door || !listed || (listed.ok && !listed.value)) notFound()
  const dashboard = listed.ok ? listed.value!.find((one) => one.id === id) : undefined
  if (listed.ok && !dashboard) notFound()
  // While the tool is away one still sees what became of its mails, and may end them.
  const mails = dashboard ?? (await shownTo(system(), person, 'tool', [{ id }]))[0]
  if (dashboard) after(() => recordDashboard(system(), person, `${door.tool.title}: ${id}`))
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">
            <Link href="/dashboards">Dashboards</Link>
          </p>
          <h1 className="text-page">{dashboard?.name ?? 'Dashboard'}</h1>
          <p>{dashboard ? `${dashboard.summary} Drawn by ${door.tool.title}.` : `Drawn by ${door.tool.title}.`}</p>
        </div>
      </div>
      {dashboard && <FramedDashboard id={dashboard.id} embeddedId={dashboard.embeddedId} name={`${dashboard.name}, drawn by ${door.tool.title}`} />}
      {!listed.ok && <ErrorPanel failed={`${door.tool.title} does not answer.`} holds={<>The product’s own <Link href="/dashboards">dashboards</Link> do not need it.</>} todo="Open this page again in a minute." />}
      {mails && <MailsOfDashboard person={person} dashboardId={dashboardKey('tool', id)} />}
    </div>
  )
}
