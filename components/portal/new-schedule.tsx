'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { schedule } from '@/app/(portal)/dashboards/report-actions'
import { type ScheduleChoices, ScheduleForm, type ScheduleValues } from '@/components/portal/schedule-form'
import { formatDateClock } from '@/components/ui/format-time'
import { askAction } from '@/lib/http/ask-action'

type Props = ScheduleChoices & { dashboardId: string; /** Of the plant. */ timeZone: string; onSaid(words: string): void }

/** One more mail; oneself is ticked. */
export function NewSchedule({ dashboardId, timeZone, onSaid, ...choices }: Props) {
  const [open, setOpen] = useState(false)
  const [zone, setZone] = useState(timeZone)
  const router = useRouter()
  /** The clock beside the reader, which the server does not know. */
  function onToggle(isOpen: boolean) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (isOpen && !open && choices.zones.includes(here)) setZone(here)
    setOpen(isOpen)
  }
  async function add(values: ScheduleValues) {
    const result = await askAction(schedule, { dashboardId, ...values })
    if (!result.ok) return result
    setOpen(false)
    onSaid(`It is sent for the first time ${formatDateClock(result.value.nextAt, zone)} (${zone}).`)
    router.refresh()
    return result
  }
  return (
    <details className="border-t border-line px-5 py-3 max-md:px-3.5" open={open} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary className="cursor-pointer text-small text-ink-2">Send it by mail</summary>
      <ScheduleForm {...choices} start={{ weekday: null, hour: 7, recipients: [choices.me], files: ['csv'], stopped: [] }} zone={zone} onZone={setZone} verb="Send it" onSend={add} />
    </details>
  )
}
