'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { sendAgain } from '@/app/(portal)/alarms/notifications/actions'
import { kindWords, stateWords } from '@/components/portal/notification-words'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { FieldError } from '@/components/ui/field'
import { formatClock, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { NotificationView } from '@/lib/alarm/escalation/load-notifications'
import { askAction } from '@/lib/http/ask-action'

/** What became of the last notifications, newest first. */
export function NotificationLog({ notifications, timeZone }: { notifications: NotificationView[]; timeZone: string }) {
  return (
    <Panel title="Last notifications" note={notifications.length > 0 ? `the last ${notifications.length}, newest first` : undefined} flush>
      <DataTable
        caption="Last notifications"
        rows={notifications}
        rowKey={({ id }) => id}
        head="plain"
        density="dense"
        empty={<Empty>Nothing has been sent yet. What is told of an alarm appears here, with what became of it.</Empty>}
        columns={[
          { key: 'alarm', head: 'Alarm', cell: (row) => <What row={row} /> },
          { key: 'target', head: 'To', phone: 'hidden', cell: ({ target, targetKind }) => (targetKind ? `${target}, ${kindWords[targetKind]}` : target) },
          { key: 'at', head: 'Due', phone: 'hidden', cell: ({ createdAt }) => formatDateClock(createdAt, timeZone) },
          { key: 'state', head: 'State', cell: (row) => <State row={row} timeZone={timeZone} /> },
          { key: 'attempts', head: 'Attempts', align: 'right', phone: 'hidden', cell: ({ attempts }) => attempts },
          { key: 'again', head: <span className="sr-only">Again</span>, align: 'right', cell: ({ id, state, kind, alarm }) => state === 'failed' && kind !== 'test' && <Again id={id} alarm={alarm ?? 'it'} /> },
        ]}
      />
    </Panel>
  )
}

function What({ row: { kind, alarm, alarmId, priority, summed } }: { row: NotificationView }) {
  if (kind === 'test') return 'Test'
  const known = priority as 1 | 2 | 3 | 4 | null
  return (
    <span className="inline-flex items-center gap-2">
      {known && <AlarmGlyph priority={known} state={kind === 'returned' ? 'returned' : 'unacknowledged'} decorative />}
      <span>
        {known && <span className="sr-only">{alarmWords[known]}, </span>}
        <Link href={`/alarms?${new URLSearchParams({ alarm: alarmId })}`}>{alarm ?? 'An alarm that is no more'}</Link>
        {kind === 'returned' && ', returned'}
        {summed && <small className="text-ink-3">, summed up</small>}
      </span>
    </span>
  )
}

function State({ row: { state, lastError, deliveredAt, nextAt, attempts }, timeZone }: { row: NotificationView; timeZone: string }) {
  return (
    <span className="whitespace-normal">
      {state === 'failed' ? <b>{stateWords[state]}</b> : stateWords[state]}
      {state === 'delivered' && deliveredAt && ` ${formatClock(deliveredAt, timeZone, { seconds: true })}`}
      {state === 'pending' && attempts > 0 && lastError && `, tried again ${formatClock(nextAt, timeZone, { seconds: true })}`}
      {lastError && <small className="block max-w-[60ch] text-ink-2">{lastError}</small>}
    </span>
  )
}

function Again({ id, alarm }: { id: string; alarm: string }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function send() {
    setBusy(true)
    const result = await askAction(sendAgain, { notificationId: id })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (result.ok) router.refresh()
  }
  return (
    <span>
      <Button size="small" busy={busy} busyWord="Sending" aria-label={`Send ${alarm} again`} onClick={() => void send()}>
        Send again
      </Button>
      {problem && <FieldError>{problem}</FieldError>}
    </span>
  )
}
