import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminPage } from '@/components/admin/admin-page'
import { MonitoringAbsent } from '@/components/admin/monitoring-absent'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Monitoring' }

export default async function MonitoringPage() {
  await requirePerson('admin')
  const { monitoring } = system()
  if (!monitoring) return <AdminPage title="Monitoring" summary="No tool that draws how this installation runs is set up."><MonitoringAbsent /></AdminPage>
  const health = await monitoring.health()
  return (
    <AdminPage title="Monitoring" summary={`How this installation runs, drawn by ${monitoring.title}.`}>
      {!health.ok && <ErrorPanel failed={`${monitoring.title} does not answer: ${health.failure.message}.`} holds={<><Link href="/admin/health">Health</Link> and <Link href="/admin/neighbours">Neighbours</Link> do not need it.</>} todo="Open this page again in a minute." />}
      {health.ok && (
        <Panel title="Dashboards" note={`${monitoring.dashboards.length} dashboards`} flush>
          <ul className="divide-y divide-line border-t border-line">
            {monitoring.dashboards.map(({ id, name, summary }) => (
              <li key={id} className="px-5 py-3 max-md:px-3.5">
                <p className="font-semibold"><Link href={`/admin/monitoring/${id}`}>{name}</Link></p>
                <p className="text-ink-2">{summary}</p>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </AdminPage>
  )
}
