'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { freeze, leaveOut } from '@/app/(portal)/quality/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  characteristicId: string
  phaseOne: { first: number; last: number }
  /** Index of the newest subgroup. */
  newest: number
  excluded: { index: number; taken: string; reason: string }[]
}

type Answer = Promise<ActionResult<unknown>>

/** Which subgroups count, and which the limits are made of. */
export function ChartLimits({ characteristicId, phaseOne, newest, excluded }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const [undo, setUndo] = useState<{ words: string; back: () => Answer } | null>(null)
  const [busy, setBusy] = useState(false)
  const router = useRouter()

  async function run(work: Answer, done: { words: string; back: () => Answer } | null) {
    setBusy(true)
    const result = await askAction(() => work, undefined)
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return false
    setUndo(done)
    router.refresh()
    return true
  }

  async function submitExclusion(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const index = Number(data.get('index'))
    const back = () => leaveOut({ characteristicId, index, reason: null })
    if (await run(leaveOut({ characteristicId, index, reason: String(data.get('reason')) }), { words: `Subgroup ${index} is left out.`, back })) form.reset()
  }

  function submitLimits(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const [first, last] = [Number(data.get('first')), Number(data.get('last'))]
    void run(freeze({ characteristicId, first, last }), { words: `Limits are frozen from subgroups ${first} to ${last}.`, back: () => freeze({ characteristicId, ...phaseOne }) })
  }

  return (
    <details className="panel-body" data-not-taken>
      <summary className="cursor-pointer text-small text-ink-2">Limits and exclusions{excluded.length > 0 ? `, ${excluded.length} left out` : ''}</summary>
      <div className="mt-4 grid gap-5">
        <div role="status" className="empty:hidden">
          {undo && (
            <p className="flex items-center justify-between gap-3 border-l-4 border-accent pl-3">
              {undo.words}
              <Button size="small" busy={busy} onClick={() => void run(undo.back(), null)}>
                Undo
              </Button>
            </p>
          )}
        </div>
        {problem && <FieldError>{problem}</FieldError>}
        {excluded.length > 0 && (
          <ul className="grid gap-2">
            {excluded.map(({ index, taken, reason }) => (
              <li key={index} className="flex flex-wrap items-center justify-between gap-3">
                <span>
                  <b>{index}</b>, {taken}: {reason}
                </span>
                <Button size="small" busy={busy} onClick={() => void run(leaveOut({ characteristicId, index, reason: null }), { words: `Subgroup ${index} counts again.`, back: () => leaveOut({ characteristicId, index, reason }) })}>
                  Count it again
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div className="portal-two">
          <form onSubmit={(event) => void submitExclusion(event)} className="flex flex-wrap items-end gap-3">
            <TextField label="Leave out subgroup" name="index" type="number" min={1} max={newest} required size="small" />
            <TextField label="Because" name="reason" required minLength={3} maxLength={200} size="small" placeholder="Assignable cause, removed" />
            <Button type="submit" size="small" busy={busy}>
              Leave out
            </Button>
          </form>
          <form key={`${phaseOne.first}-${phaseOne.last}`} onSubmit={submitLimits} className="flex flex-wrap items-end gap-3">
            <TextField label="Phase I from subgroup" name="first" type="number" min={1} max={newest} defaultValue={phaseOne.first} required size="small" />
            <TextField label="to" name="last" type="number" min={1} max={newest} defaultValue={phaseOne.last} required size="small" />
            <Button type="submit" size="small" busy={busy}>
              Freeze limits
            </Button>
          </form>
        </div>
      </div>
    </details>
  )
}
