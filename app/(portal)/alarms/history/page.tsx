import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AlarmDrawer } from '@/components/portal/alarm-drawer'
import { AlarmFigures } from '@/components/portal/alarm-figures'
import { AlarmFloods } from '@/components/portal/alarm-floods'
import { AlarmHistoryList } from '@/components/portal/alarm-history-list'
import { AlarmTabs } from '@/components/portal/alarm-tabs'
import { BadActors } from '@/components/portal/bad-actors'
import { Segmented } from '@/components/ui/segmented'
import { loadAlarm } from '@/lib/alarm/load-alarm'
import { historyRanges, type HistoryView, loadAlarmHistory } from '@/lib/alarm/load-alarm-history'
import { mayEnter } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Alarm history' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AlarmHistoryPage({ searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const asked = Object.entries(await searchParams).map(([name, value]) => [name, [value].flat()[0] ?? ''])
  const { alarm, ...query } = Object.fromEntries(asked) as Record<string, string>
  const [view, chosen] = await Promise.all([loadAlarmHistory(system(), person, query), alarm ? loadAlarm(system(), person, alarm) : undefined])
  if (chosen === null) notFound()
  const here = (more: Record<string, string> = {}) => `/alarms/history?${new URLSearchParams(Object.entries({ ...query, ...more }).filter(([, value]) => value !== ''))}`
  return (
    <div className="oee-frame">
      <div className="portal-body">
        <div className="title-row">
          <div>
            <h1 className="text-page">Alarm history</h1>
            <p>{sentence(view)}</p>
          </div>
          <Segmented label="Period" current={view.range} segments={Object.entries(historyRanges).map(([key, [label]]) => ({ key, label, href: here({ range: key, page: '' }) }))} />
        </div>
        <AlarmTabs current="history" />
        {view.isCut && <p role="status">There are more than {view.found} alarms in this period; the older ones are left out here, figures included.</p>}
        <AlarmFigures statistics={view.statistics} words={`last ${historyRanges[view.range][0]}`} />
        <p className="max-w-[76ch] text-small text-ink-3">
          Benchmarks are per operator: ANSI/ISA-18.2-2016, 16.5, and EEMUA 191. The figures follow the filter of the list below.
        </p>
        <BadActors rows={view.statistics.badActors} />
        <AlarmFloods statistics={view.statistics} now={view.to.getTime()} timeZone={view.timeZone} openHref={(id) => here({ alarm: id })} />
        <AlarmHistoryList view={view} query={query} here={here} chosenId={chosen?.id} />
        {mayEnter(person.roles, 'data.download') && (
          <p className="take-along" data-not-taken>
            <a className="link" href={`/api/export/alarms?${new URLSearchParams({ ...view.days, format: 'csv' })}`} download>
              All alarms of these days as CSV
            </a>
          </p>
        )}
      </div>
      {chosen && <AlarmDrawer detail={chosen} timeZone={view.timeZone} closeHref={here()} />}
    </div>
  )
}

function sentence({ statistics: { count, badActors }, range }: HistoryView): string {
  const [first] = badActors
  if (!first) return `No alarm was raised in the last ${historyRanges[range][0]}.`
  return `${count} ${count === 1 ? 'alarm' : 'alarms'} in the last ${historyRanges[range][0]}, most by “${first.name}”: ${first.count}.`
}
