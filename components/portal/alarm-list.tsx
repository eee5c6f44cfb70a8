'use client'

import Link from 'next/link'
import { useRef, useState } from 'react'
import { Acknowledge } from '@/components/portal/alarm-acknowledge'
import { AcknowledgeShown } from '@/components/portal/acknowledge-shown'
import { AlarmRows } from '@/components/portal/alarm-rows'
import { AlarmTabs } from '@/components/portal/alarm-tabs'
import { stateWords, valueWords } from '@/components/portal/alarm-words'
import { useAlarms, useConnected } from '@/components/portal/live-pulse'
import { ShelvedRules } from '@/components/portal/shelved-rules'
import { SoundToggle } from '@/components/portal/sound-toggle'
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
  /** Stands open beside the list. */
  chosenId?: string
}

/** Every alarm that is not closed, as it changes. */
export function AlarmList({ initial, timeZone, floodCount, chosenId }: Props) {
  const { open, shelved, lastTenMinutes } = useAlarms(initial)!
  const connected = useConnected()
  const [asked, setAsked] = useState<string | null>(null)
  const [showsShelved, setShowsShelved] = useState(false)
  const waiting = open.filter(({ state }) => state !== 'acknowledged')
  const box = useRef<HTMLDivElement>(null)
  const answered = (id: string) => {
    setAsked(null)
    // The button that had the focus is gone: the row, or the first one, has it now.
    setTimeout(() => (box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? box.current?.querySelector<HTMLElement>('[data-row]'))?.focus())
  }
  return (
    <>
      <div className="title-row">
        <div>
          <h1 className="text-page">Alarms</h1>
          <p>{waiting.length === 0 ? 'Nothing waits for an answer.' : `${waiting.length} ${waiting.length === 1 ? 'waits' : 'wait'} for somebody to acknowledge.`}</p>
          {lastTenMinutes > floodCount && <p role="status">Alarm flood: {lastTenMinutes} in ten minutes. Look at the first ones; the others often follow from them.</p>}
          {!connected && <p role="status">The connection is lost. What you see may be old; it is tried again by itself.</p>}
        </div>
        <div className="flex flex-wrap items-center justify-end gap-3 max-md:justify-start">
          {open.length > 0 && <AcknowledgeShown alarmIds={waiting.map(({ id }) => id)} />}
          <SoundToggle />
        </div>
      </div>
      <AlarmTabs current="open" />
      <div ref={box}>
        <Panel
          title="Open"
          note={
            <>
              <span>{open.length} open</span>
              {shelved.length > 0 && (
                <button type="button" className="chart-toggle" aria-expanded={showsShelved} onClick={() => setShowsShelved(!showsShelved)}>
                  {shelved.length} shelved
                </button>
              )}
            </>
          }
          flush
        >
          <AlarmRows onAcknowledge={(id) => waiting.some((row) => row.id === id) && setAsked(id)}>
            <DataTable
              caption="Open alarms"
              rows={open}
              rowKey={({ id }) => id}
              selectedKey={chosenId}
              head="plain"
              density="dense"
              count={`${open.length} ${open.length === 1 ? 'alarm' : 'alarms'}`}
              empty={<Empty>No alarm is open. One appears here, and on every page, in the moment in which it is raised.</Empty>}
              columns={[
                {
                  key: 'name',
                  head: 'Alarm',
                  cell: (row) => (
                    <Link href={`/alarms?alarm=${row.id}`} scroll={false} className="inline-flex min-h-9 items-center gap-2">
                      <AlarmGlyph priority={row.priority} state={row.state} decorative />
                      <span>
                        <span className="sr-only">{alarmWords[row.priority]}, </span>
                        <b>{row.name}</b>
                        <small className="only-phone text-ink-3">{stateWords[row.state]}, {valueWords(row)}</small>
                      </span>
                    </Link>
                  ),
                },
                { key: 'state', head: 'State', phone: 'hidden', cell: ({ state, acknowledgedBy }) => (acknowledgedBy ? `${stateWords[state]} by ${acknowledgedBy}` : stateWords[state]) },
                { key: 'place', head: 'Place', phone: 'hidden', cell: ({ place, path }) => <Link href={`/signals/${path}`}>{place}</Link> },
                { key: 'value', head: 'Value', phone: 'hidden', cell: (row) => valueWords(row) },
                { key: 'raised', head: 'Raised', phone: 'hidden', cell: ({ raisedAt }) => formatDateClock(raisedAt, timeZone) },
                {
                  key: 'answer',
                  head: 'Answer',
                  cell: ({ id, name, state }) => (state === 'acknowledged' ? 'Acknowledged' : <Acknowledge alarmId={id} name={name} asked={asked === id} onAnswered={() => answered(id)} />),
                },
              ]}
            />
          </AlarmRows>
        </Panel>
      </div>
      {showsShelved && shelved.length > 0 && <ShelvedRules rules={shelved} timeZone={timeZone} />}
    </>
  )
}
