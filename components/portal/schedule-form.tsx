'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { SelectField } from '@/components/ui/select-field'
import type { ReportFile } from '@/lib/generated/prisma/client'
import type { ActionResult } from '@/lib/http/action'
import type { ReportsView } from '@/lib/reports/load-reports'
import { weekdayName } from '@/lib/reports/next-due'
import type { ScheduleWish } from '@/lib/reports/schedule-report'

export type ScheduleValues = Omit<ScheduleWish, 'dashboardId'>
export type ScheduleChoices = Pick<ReportsView, 'people' | 'me'> & { zones: string[] }

type Props = ScheduleChoices & {
  /** What is chosen to begin with; who stopped it themselves can be chosen by nobody else. */
  start: Omit<ScheduleValues, 'every' | 'timeZone'> & { stopped: string[] }
  zone: string
  onZone(zone: string): void
  verb: string
  /** What else there is to know, and to press. */
  note?: ReactNode
  more?: ReactNode
  onSend(values: ScheduleValues): Promise<ActionResult<unknown>>
}

const days = [{ id: '', label: 'Every day' }, ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({ id: String(day), label: `Every ${weekdayName(day)}` }))]
const files: { id: ReportFile; label: string }[] = [{ id: 'csv', label: 'CSV: every figure' }, { id: 'pdf', label: 'PDF: the page, to print or pass on' }, { id: 'png', label: 'PNG: the page as a picture, to look at on a phone' }]
const hours = Array.from({ length: 24 }, (_, hour) => ({ id: String(hour), label: `${String(hour).padStart(2, '0')}:00` }))

/** When, by which clock, to whom, with what. */
export function ScheduleForm({ people, me, zones, start, zone, onZone, verb, note, more, onSend }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const day = String(data.get('day'))
    setBusy(true)
    const result = await onSend({ every: day ? 'week' : 'day', weekday: day ? Number(day) : null, hour: Number(data.get('hour')), timeZone: zone, recipients: data.getAll('to').map(String), files: files.map(({ id }) => id).filter((id) => data.has(id)) })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
  }
  return (
    <form onSubmit={(event) => void send(event)} className="mt-3 grid max-w-[640px] gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField label="When" name="day" options={days} defaultValue={String(start.weekday ?? '')} />
        <SelectField label="At" name="hour" options={hours} defaultValue={String(start.hour)} />
        <SelectField label="By the clock of" name="zone" options={zones.map((one) => ({ id: one, label: one }))} value={zone} onChange={(event) => onZone(event.target.value)} />
      </div>
      <fieldset>
        <legend className="font-semibold">To</legend>
        <div className="mt-1 grid max-h-[220px] gap-1 overflow-y-auto">
          {people.map(({ id, label }) => {
            const isStopped = start.stopped.includes(id)
            return <Choice key={id} name="to" value={id} isChosen={start.recipients.includes(id)} isOff={isStopped && id !== me} label={isStopped ? `${label}: ${id === me ? 'you stopped it' : 'stopped it themselves'}` : label} />
          })}
        </div>
        <p className="mt-1 text-small text-ink-3">Each gets what their own roles and places show, and can stop it by a link in the mail.</p>
      </fieldset>
      <fieldset>
        <legend className="font-semibold">Goes along</legend>
        <div className="mt-1 grid gap-1">
          {files.map(({ id, label }) => <Choice key={id} name={id} isChosen={start.files.includes(id)} label={label} />)}
        </div>
        <p className="mt-1 text-small text-ink-3">Files go to who may download. With none ticked the mail is its lines only.</p>
      </fieldset>
      {note}
      {problem && <FieldError>{problem}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={busy} busyWord="Keeping">{verb}</Button>
        {more}
      </div>
    </form>
  )
}

function Choice({ name, value, label, isChosen, isOff = false }: { name: string; value?: string; label: string; isChosen: boolean; isOff?: boolean }) {
  return (
    <label className={`inline-flex min-h-6 items-center gap-2 break-words ${isOff ? 'text-ink-3' : ''}`}>
      <input type="checkbox" name={name} value={value} defaultChecked={isChosen} disabled={isOff} /> {label}
    </label>
  )
}
