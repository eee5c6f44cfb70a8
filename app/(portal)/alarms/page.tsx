import type { Metadata } from 'next'
import { AlarmList } from '@/components/portal/alarm-list'
import { floodCount, loadOpenAlarms } from '@/lib/alarm/load-alarms'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Alarms' }

export default async function AlarmsPage() {
  const person = await requirePerson('plant.view')
  const sys = system()
  const [{ timeZone }, view] = await Promise.all([loadTenant(sys, person.tenantId), loadOpenAlarms(sys, person.tenantId)])
  return (
    <div className="portal-body">
      <AlarmList initial={view} timeZone={timeZone} floodCount={floodCount} />
    </div>
  )
}
