import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AlarmDrawer } from '@/components/portal/alarm-drawer'
import { AlarmList } from '@/components/portal/alarm-list'
import { floodCount } from '@/lib/alarm/alarm-statistics'
import { loadAlarm } from '@/lib/alarm/load-alarm'
import { loadOpenAlarms } from '@/lib/alarm/load-alarms'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Alarms' }

export default async function AlarmsPage({ searchParams }: { searchParams: Promise<{ alarm?: string | string[] }> }) {
  const person = await requirePerson('plant.view')
  const sys = system()
  const [alarm] = [(await searchParams).alarm].flat()
  const [{ timeZone }, view, chosen] = await Promise.all([loadTenant(sys, person), loadOpenAlarms(sys, person), alarm ? loadAlarm(sys, person, alarm) : undefined])
  if (chosen === null) notFound()
  return (
    <div className="oee-frame">
      <div className="portal-body">
        <AlarmList initial={view} timeZone={timeZone} floodCount={floodCount} chosenId={chosen?.id} />
      </div>
      {chosen && <AlarmDrawer detail={chosen} timeZone={timeZone} closeHref="/alarms" />}
    </div>
  )
}
