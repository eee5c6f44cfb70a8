'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { end, resumeMine, stopMine } from '@/app/(portal)/dashboards/report-actions'
import { ChangeSchedule } from '@/components/portal/change-schedule'
import { NewSchedule } from '@/components/portal/new-schedule'
import type { ScheduleChoices } from '@/components/portal/schedule-form'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { Empty } from '@/components/ui/empty'
import { FieldError } from '@/components/ui/field'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { askAction } from '@/lib/http/ask-action'
import type { ReportRow, ReportsView } from '@/lib/reports/load-reports'

type Props = ReportsView & { dashboardId: string; zones: string[]; /** Why this person can send none; null: may. */ refused: string | null }

/** When this dashboard goes out by mail, and to whom. */
export function DashboardMails({ rows, people, timeZone, me, dashboardId, zones, refused }: Props) {
  const [said, setSaid] = useState<string | null>(null)
  const choices = { people, me, zones }
  return (
    <Panel title="By mail" note={rows.length > 0 ? `${rows.length} ${rows.length === 1 ? 'schedule' : 'schedules'}` : undefined} flush>
      <p role="status" className="mx-5 mb-3 border-l-4 border-accent pl-3 empty:hidden max-md:mx-3.5">{said}</p>
      {rows.length === 0 && <Empty>Nobody gets this dashboard by mail. A mail carries its figures in a few lines and, as you like, all of them as CSV and the page as PDF or picture.</Empty>}
      {rows.length > 0 && <ul className="rows">{rows.map((row) => <MailRow key={row.id} row={row} dashboardId={dashboardId} choices={choices} onSaid={setSaid} />)}</ul>}
      {refused ? <p className="border-t border-line px-5 py-3 text-small text-ink-2 max-md:px-3.5">{refused}</p> : <NewSchedule {...choices} dashboardId={dashboardId} timeZone={timeZone} onSaid={setSaid} />}
    </Panel>
  )
}

type RowProps = { row: ReportRow; dashboardId: string; choices: ScheduleChoices; onSaid(words: string): void }

function MailRow({ row, dashboardId, choices, onSaid }: RowProps) {
  const { id, time, to, files, nextAt, timeZone, last, mayEnd, edit, isMine, didStop } = row
  const [asking, setAsking] = useState(false)
  const [changing, setChanging] = useState(false)
  const buttons = useRef<HTMLSpanElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function run(work: typeof end, words: string) {
    setBusy(true)
    const result = await askAction(work, { scheduleId: id })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setAsking(false)
    onSaid(words)
    router.refresh()
  }
  /** Back to where the form was opened from. */
  function close() {
    setChanging(false)
    buttons.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
  }
  return (
    <li className="row flex-wrap">
      <div className="min-w-0 flex-1 basis-[260px]">
        <p className="font-semibold first-letter:uppercase">{time}, {files}</p>
        <p className="text-ink-2">{to.length > 0 ? `To ${to.join(', ')}` : 'To nobody: everybody stopped it'}</p>
        <p className="text-small text-ink-3">Next {formatDateClock(nextAt, timeZone)}{last && `. Last time: ${last}`}</p>
        {problem && <FieldError>{problem}</FieldError>}
      </div>
      {asking ? (
        <ConfirmInPlace question="End it for everybody?" verb="End" busyWord="Ending" busy={busy} onYes={() => void run(end, 'It is ended. Nothing more is sent.')} onNo={() => setAsking(false)} />
      ) : (
        <span className="inline-flex flex-wrap gap-2" ref={buttons}>
          {isMine && <Button size="small" busy={busy} onClick={() => void run(stopMine, to.length > 1 ? 'You get it no more. Others on the list still do.' : 'You get it no more, and nobody else is on its list.')} aria-label={`Not to me, ${time}`}>Not to me</Button>}
          {didStop && <Button size="small" busy={busy} onClick={() => void run(resumeMine, 'You get it again.')} aria-label={`To me again, ${time}`}>To me again</Button>}
          {edit && <Button size="small" aria-expanded={changing} onClick={() => setChanging(!changing)} aria-label={`Change, ${time}`}>Change</Button>}
          {mayEnd && <Button size="small" onClick={() => setAsking(true)} aria-label={`End, ${time}`}>End</Button>}
        </span>
      )}
      {edit && changing && <ChangeSchedule row={row} edit={edit} dashboardId={dashboardId} choices={choices} onSaid={onSaid} onClose={close} />}
    </li>
  )
}
