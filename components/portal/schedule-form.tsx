'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { schedule } from '@/app/(portal)/dashboards/report-actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { formatDateClock } from '@/components/ui/format-time'
import { SelectField } from '@/components/ui/select-field'
import { askAction } from '@/lib/http/ask-action'
import type { ReportsView } from '@/lib/reports/load-reports'
import { weekdayName } from '@/lib/reports/next-due'

type Props = Pick<ReportsView, 'people' | 'me' | 'timeZone'> & { dashboardId: string; zones: string[]; onSaid(words: string): void }

const days = [{ id: '', label: 'Every day' }, ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({ id: String(day), label: `Every ${weekdayName(day)}` }))]
const files = [{ id: 'csv', label: 'CSV: every figure' }, { id: 'pdf', label: 'PDF: the page, to print or pass on' }, { id: 'png', label: 'PNG: the page as a picture, to look at on a phone' }] as const
const hours = Array.from({ length: 24 }, (_, hour) => ({ id: String(hour), label: `${String(hour).padStart(2, '0')}:00` }))

/** When, by which clock, to whom; oneself is ticked. */
export function ScheduleForm({ dashboardId, people, me, timeZone, zones, onSaid }: Props) {
  const [busy, setBusy] = useState(false)
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [zone, setZone] = useState(timeZone)
  const router = useRouter()
  /** The clock beside the reader, which the server does not know. */
  function onToggle(isOpen: boolean) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (isOpen && !open && zones.includes(here)) setZone(here)
    setOpen(isOpen)
  }
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const day = String(data.get('day'))
    setBusy(true)
    const result = await askAction(schedule, { dashboardId, every: day ? 'week' : 'day', weekday: day ? Number(day) : null, hour: Number(data.get('hour')), timeZone: zone, recipients: data.getAll('to').map(String), files: files.map(({ id }) => id).filter((id) => data.has(id)) })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setOpen(false)
    onSaid(`It is sent for the first time ${formatDateClock(result.value.nextAt, zone)} (${zone}).`)
    router.refresh()
  }
  return (
    <details className="border-t border-line px-5 py-3 max-md:px-3.5" open={open} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary className="cursor-pointer text-small text-ink-2">Send it by mail</summary>
      <form onSubmit={(event) => void add(event)} className="mt-3 grid max-w-[640px] gap-4">
        <div className="grid gap-4 sm:grid-cols-3">
          <SelectField label="When" name="day" options={days} defaultValue="" />
          <SelectField label="At" name="hour" options={hours} defaultValue="7" />
          <SelectField label="By the clock of" name="zone" options={zones.map((one) => ({ id: one, label: one }))} value={zone} onChange={(event) => setZone(event.target.value)} />
        </div>
        <fieldset>
          <legend className="font-semibold">To</legend>
          <div className="mt-1 grid max-h-[220px] gap-1 overflow-y-auto">
            {people.map(({ id, label }) => (
              <label key={id} className="inline-flex min-h-6 items-center gap-2 break-all">
                <input type="checkbox" name="to" value={id} defaultChecked={id === me} /> {label}
              </label>
            ))}
          </div>
          <p className="mt-1 text-small text-ink-3">Each gets what their own roles and places show, and can stop it by a link in the mail.</p>
        </fieldset>
        <fieldset>
          <legend className="font-semibold">Goes along</legend>
          <div className="mt-1 grid gap-1">
            {files.map(({ id, label }) => (
              <label key={id} className="inline-flex min-h-6 items-center gap-2">
                <input type="checkbox" name={id} defaultChecked={id === 'csv'} /> {label}
              </label>
            ))}
          </div>
          <p className="mt-1 text-small text-ink-3">Files go to who may download. With none ticked the mail is its lines only.</p>
        </fieldset>
        {problem && <FieldError>{problem}</FieldError>}
        <div>
          <Button type="submit" busy={busy} busyWord="Keeping">Send it</Button>
        </div>
      </form>
    </details>
  )
}
