'use client'

import { Check } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { giveReason } from '@/app/(portal)/downtime/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'

interface Reason {
  code: string
  name: string
}

interface Props {
  stopId: string
  current: string
  likely: Reason[]
  groups: { name: string; reasons: Reason[] }[]
}

/** One tap on a reason codes the stop; what it said before is one tap away. */
export function StopCoder({ stopId, current, likely, groups }: Props) {
  const [asked, setAsked] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const [before, setBefore] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  const all = groups.flatMap(({ reasons }) => reasons)
  const nameOf = (code: string) => all.find((one) => one.code === code)?.name ?? code

  async function give(reasonCode: string, undo = false) {
    setBusy(reasonCode)
    const result = await askAction(giveReason, { stopId, reasonCode })
    setBusy(null)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setBefore(undo || result.value.fromReason === reasonCode ? null : result.value.fromReason)
    router.refresh()
  }

  const isWanted = ({ name }: Reason) => name.toLowerCase().includes(asked.trim().toLowerCase())
  const choice = (reason: Reason) => (
    <li key={reason.code}>
      <button type="button" className="reason-choice" aria-pressed={reason.code === current} aria-busy={busy === reason.code || undefined} disabled={busy !== null} onClick={() => void give(reason.code)}>
        <span>{reason.name}</span>
        {reason.code === current && <Check size={16} strokeWidth={1.75} aria-hidden />}
      </button>
    </li>
  )
  return (
    <div className="grid gap-4">
      <div role="status" className="empty:hidden">
        {before && (
          <p className="flex items-center justify-between gap-3 border-l-4 border-accent pl-3">
            <span>
              Coded as <b>{nameOf(current)}</b>, before {nameOf(before)}.
            </span>
            <Button size="small" onClick={() => void give(before, true)}>
              Undo
            </Button>
          </p>
        )}
      </div>
      {problem && <FieldError>{problem}</FieldError>}
      <section>
        <h3 className="text-panel mb-2">Most often on this line</h3>
        <ul className="reason-choices">{likely.map(choice)}</ul>
      </section>
      <details className="grid gap-3">
        <summary className="cursor-pointer text-panel">All reasons</summary>
        <div className="mt-3 grid gap-4">
          <TextField label="Search reasons" value={asked} onChange={(event) => setAsked(event.target.value)} type="search" />
          {groups.map(({ name, reasons }) => {
            const wanted = reasons.filter(isWanted)
            return wanted.length === 0 ? null : (
              <section key={name}>
                <h4 className="mb-1 text-small text-ink-2">{name}</h4>
                <ul className="reason-choices">{wanted.map(choice)}</ul>
              </section>
            )
          })}
          {!all.some(isWanted) && <p className="text-ink-2">No reason has “{asked}” in its name.</p>}
        </div>
      </details>
    </div>
  )
}
