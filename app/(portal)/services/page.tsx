import type { Metadata } from 'next'
import Link from 'next/link'
import { rooms } from '@/components/portal/rooms'
import { ServicesPanel } from '@/components/portal/services-panel'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { loadServices } from '@/lib/plant/views/services-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Services' }

export default async function ServicesPage() {
  const person = await requirePerson('plant.view')
  const services = await loadServices(system(), person.lease?.id ?? null)
  const up = services.filter(({ state }) => state === 'up').length
  return (
    <div className="portal-body">
      {up < services.length && <LiveRefresh everySeconds={3} />}
      <div className="title-row">
        <div>
          <h1 className="text-page">Services</h1>
          <p>{up === services.length ? 'Everything you may open is up.' : `${up} of ${services.length} are up; the others come by themselves.`}</p>
        </div>
      </div>
      <ServicesPanel services={services} />
      <Panel title="Rooms of the portal" flush>
        <ul className="rows">
          {rooms.map(({ key, label, icon: Icon }) => (
            <li key={key} className="row">
              <Link href={`/${key}`} className="inline-flex items-center gap-3">
                <Icon size={16} strokeWidth={1.75} aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </Panel>
      <p className="text-small text-ink-3">
        The same catalogue as JSON: <Link href="/docs/api">GET /api/user/resources</Link>.
      </p>
    </div>
  )
}
