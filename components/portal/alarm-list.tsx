'use client'

import Link from 'next/link'
import { Acknowledge } from '@/components/portal/alarm-acknowledge'
import { stateWords, valueWords } from '@/components/portal/alarm-words'
import { useAlarms, useConnected } from '@/components/portal/live-pulse'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { AlarmsView } from '@/lib/alarm/load-alarms'

interface Props {
  initial: AlarmsView
  timeZone: string
  /** More than that in ten minutes are a flood. */
  floodCount: number
}

/** Every alarm that is not closed, as it changes. */
export function AlarmList({ initial, timeZone, floodCount }: Props) {
  const { open, shelved, lastTenMinutes } = useAlarms(initial)!
  const connected = useConnected()
  const waiting = open.filter(({ state }) => state !== 'acknowledged').length
  return (
    <>
      <div className="title-row">
        <div>
          <h1 className="text-page">Alarms</h1>
          <p>{waiting === 0 ? 'Nothing waits for an answer.' : `${waiting} ${waiting === 1 ? 'waits' : 'wait'} for somebody to acknowledge.`}</p>
          {lastTenMinutes > floodCount && <p role="status">Alarm flood: {lastTenMinutes} in ten minutes. Look at the first ones; the others often follow from them.</p>}
          {!connected && <p role="status">The connection is lost. What you see may be old; it is tried again by itself.</p>}
        </div>
      </div>
      <Panel title="Open" note={`${open.length} open${shelved > 0 ? `, ${shelved} shelved` : ''}`} flush>
        <DataTable
          caption="Open alarms"
          rows={open}
          rowKey={({ id }) => id}
          head="plain"
          density="dense"
          count={`${open.length} alarms`}
          empty={<Empty>No alarm is open. One appears here, and on every page, in the moment in which it is raised.</Empty>}
          columns={[
            {
              key: 'name',
              head: 'Alarm',
              cell: ({ priority, state, name }) => (
                <span className="inline-flex items-center gap-2">
                  <AlarmGlyph priority={priority} state={state} decorative />
                  <span className="sr-only">{alarmWords[priority]}, </span>
                  <b>{name}</b>
                </span>
              ),
            },
            { key: 'state', head: 'State', cell: ({ state, acknowledgedBy }) => (acknowledgedBy ? `${stateWords[state]} by ${acknowledgedBy}` : stateWords[state]) },
            { key: 'place', head: 'Place', phone: 'hidden', cell: ({ place, path }) => <Link href={`/signals/${path}`}>{place}</Link> },
            { key: 'value', head: 'Value', cell: (row) => valueWords(row) },
            { key: 'raised', head: 'Raised', cell: ({ raisedAt }) => formatDateClock(raisedAt, timeZone) },
            { key: 'answer', head: 'Answer', cell: ({ id, name, state }) => (state === 'acknowledged' ? 'Acknowledged' : <Acknowledge alarmId={id} name={name} />) },
          ]}
        />
      </Panel>
    </>
  )
}
