'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { change } from '@/app/(portal)/dashboards/report-actions'
import { type ScheduleChoices, ScheduleForm, type ScheduleValues } from '@/components/portal/schedule-form'
import { Button } from '@/components/ui/button'
import { formatDateClock } from '@/components/ui/format-time'
import { askAction } from '@/lib/http/ask-action'
import type { ChangedReport } from '@/lib/reports/change-report'
import type { ReportRow, ScheduleEdit } from '@/lib/reports/load-reports'

type Conflict = Extract<ChangedReport, { kind: 'conflict' }>
type Props = { row: Pick<ReportRow, 'id' | 'timeZone'>; edit: ScheduleEdit; dashboardId: string; choices: ScheduleChoices; onSaid(words: string): void; onClose(): void }

/** The same form as for a new one, filled in. */
export function ChangeSchedule({ row, edit, dashboardId, choices, onSaid, onClose }: Props) {
  // What was opened: the page is asked for anew while somebody chooses, and must not move it on.
  const [opened] = useState(edit)
  const [zone, setZone] = useState(row.timeZone)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const router = useRouter()
  async function store(values: ScheduleValues) {
    const result = await askAction(change, { scheduleId: row.id, dashboardId, version: conflict?.version ?? opened.version, ...values })
    if (!result.ok) return result
    router.refresh()
    if (result.value.kind === 'conflict') setConflict(result.value)
    else {
      onSaid(`It is changed. Next ${formatDateClock(result.value.nextAt, zone)} (${zone}).`)
      onClose()
    }
    return result
  }
  return (
    <div className="basis-full">
      <ScheduleForm
        {...choices}
        start={{ ...opened, recipients: opened.to }}
        zone={zone}
        onZone={setZone}
        verb={conflict ? 'Save mine over it' : 'Save'}
        note={conflict ? <Theirs conflict={conflict} /> : <p className="text-small text-ink-3">A mail that is on its way still reaches who stays on the list. Who stopped it stays off until they choose it themselves.</p>}
        more={<Button onClick={onClose}>{conflict ? 'Take theirs, leave mine' : 'Cancel'}</Button>}
        onSend={store}
      />
    </div>
  )
}

const Theirs = ({ conflict: { by, theirs } }: { conflict: Conflict }) => (
  <section role="alert" aria-label="Saved by somebody else meanwhile" className="grid gap-1 border-l-4 border-state-down pl-4">
    <p className="font-semibold">{by} saved this while you changed it.</p>
    <p>Nothing of yours was saved, and nothing that you chose is lost. Theirs says: {theirs}.</p>
  </section>
)
