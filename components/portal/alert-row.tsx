'use client'

import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { changeLimit, pauseLimit, removeLimit } from '@/app/(portal)/dashboards/alert-actions'
import { LimitFields, limitOf } from '@/components/portal/limit-fields'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { formatDateClock } from '@/components/ui/format-time'
import { StateGlyph, type StateView } from '@/components/ui/state-glyph'
import type { AlertRow as Row } from '@/lib/figure-alerts/load-alerts'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

export interface Done {
  words: string
  undo?: () => Promise<ActionResult<void>>
}

const glyphs: Record<Row['state'], StateView> = { ok: 'running', broken: 'down', 'no-data': 'no-data', new: 'no-data', paused: 'planned' }

function stateWords({ state, value, brokenSince, lookedAt, timeZone }: Row): string {
  const since = brokenSince && `broken since ${formatDateClock(brokenSince, timeZone)}`
  const looked = lookedAt && `; looked at ${formatDateClock(lookedAt, timeZone)} (${timeZone})`
  if (state === 'new') return 'Not looked at yet'
  if (state === 'paused') return 'Paused: nothing is looked at, nothing is told'
  if (state === 'no-data') return `No data: ${value}${since ? `; ${since}` : ''}${looked}`
  return `${value}, ${since ?? 'ok'}${looked}`
}

/** One limit with its last value; `withDashboard` where rows of several stand together. */
export function AlertRow({ row, withDashboard, onDone }: { row: Row; withDashboard: boolean; onDone(done: Done): void }) {
  const { id, name, rule, state, returns } = row
  const [editing, setEditing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function run<I>(work: (input: I) => Promise<ActionResult<void>>, input: I, done: Done) {
    setBusy(true)
    const result = await askAction(work, input)
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setEditing(false)
    onDone(done)
  }
  function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    void run(changeLimit, { id, ...limitOf(new FormData(event.currentTarget)) }, { words: 'It is changed, and judged anew within a minute.' })
  }
  const isPaused = state === 'paused'
  return (
    <li className="row flex-wrap">
      <div className="min-w-0 flex-1 basis-[260px]">
        <p className="font-semibold">{name} {rule}</p>
        <p className="flex items-baseline gap-2 text-ink-2"><StateGlyph state={glyphs[state]} size={12} /> <span>{stateWords(row)}</span></p>
        <p className="text-small text-ink-3">Counts as back at {returns}{withDashboard && <>. On <Link href={`/dashboards/${row.dashboardId}`}>{row.dashboard}</Link></>}{row.mailProblem && `. The last mail did not come: ${row.mailProblem}`}</p>
        {problem && !editing && <FieldError>{problem}</FieldError>}
      </div>
      <span className="inline-flex flex-wrap gap-2">
        <Button size="small" aria-expanded={editing} aria-label={`Edit ${name}`} onClick={() => setEditing(!editing)}>Edit</Button>
        <Button size="small" busy={busy} aria-label={`${isPaused ? 'Go on with' : 'Pause'} ${name}`} onClick={() => void run(pauseLimit, { id, on: !isPaused }, { words: isPaused ? 'It is looked at again.' : 'It is paused: you are told nothing.' })}>{isPaused ? 'Go on' : 'Pause'}</Button>
        <Button size="small" busy={busy} aria-label={`Delete ${name}`} onClick={() => void run(removeLimit, { id, on: true }, { words: `${name} ${rule} is deleted.`, undo: () => removeLimit({ id, on: false }) })}>Delete</Button>
      </span>
      {editing && (
        <form onSubmit={change} className="grid w-full max-w-[860px] items-start gap-4 pb-2 sm:grid-cols-2 lg:grid-cols-4" noValidate>
          <LimitFields figure={row.figure} set={row} error={problem ?? undefined} />
          <div className="flex gap-2 lg:pt-6">
            <Button type="submit" busy={busy} busyWord="Keeping">Keep</Button>
            <Button onClick={() => setEditing(false)}>Cancel</Button>
          </div>
        </form>
      )}
    </li>
  )
}
