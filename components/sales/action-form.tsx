'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  action: (input: never) => Promise<ActionResult<unknown>>
  /** What goes along with the fields. */
  fixed: Record<string, string>
  label: string
  verb: string
  busyWord: string
  /** Empties the fields when it is done. */
  clears?: boolean
  children: ReactNode
}

/** A small form of a drawer: fields, one button, the refusal beside it; what was typed stays when it is refused. */
export function ActionForm({ action, fixed, label, verb, busyWord, clears, children }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // Enter in a field submits without the button.
    if (busy) return
    const form = event.currentTarget
    setBusy(true)
    const result = await askAction(action, { ...Object.fromEntries(new FormData(form)), ...fixed } as never)
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (result.ok && clears) form.reset()
    if (result.ok) router.refresh()
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-2" aria-label={label}>
      {children}
      {problem && <FieldError>{problem}</FieldError>}
      <div>
        <Button size="small" type="submit" busy={busy} busyWord={busyWord}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
