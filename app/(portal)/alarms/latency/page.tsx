import type { Metadata } from 'next'
import { AlarmTabs } from '@/components/portal/alarm-tabs'
import { LatencyPanels } from '@/components/portal/latency-panels'
import { Segmented } from '@/components/ui/segmented'
import { latencyRanges, loadAlarmLatency, promisedMs } from '@/lib/alarm/load-alarm-latency'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Alarm latency' }

export default async function AlarmLatencyPage({ searchParams }: { searchParams: Promise<{ range?: string }> }) {
  const person = await requirePerson('plant.view')
  const [{ timeZone }, view] = await Promise.all([loadTenant(system(), person), loadAlarmLatency(system(), person, (await searchParams).range)])
  const words = `last ${latencyRanges[view.range][0]}`
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Alarm latency</h1>
          <p>{view.measured === 0 ? `Nothing to measure in the ${words}.` : `${view.kept} of ${view.measured} alarms of the ${words} reached an open screen within ${promisedMs} ms.`}</p>
        </div>
        <Segmented label="Period" current={view.range} segments={Object.entries(latencyRanges).map(([key, [word]]) => ({ key, label: `Last ${word}`, href: `/alarms/latency?range=${key}` }))} />
      </div>
      <AlarmTabs current="latency" />
      <LatencyPanels view={view} words={words} timeZone={timeZone} />
    </div>
  )
}
