'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  /** Verb on the button that opens the question. */
  label: string
  icon?: ReactNode
  question: ReactNode
  confirm: string
  busyWord: string
  /** A server action; it gets `fixed` and the fields of `children`. */
  action: (input: never) => Promise<ActionResult<unknown>>
  fixed: Record<string, string>
  children?: ReactNode
  size?: 'small' | 'default'
}

/** A step with consequences: the question opens where the button stands, and nothing else moves away. */
export function ConfirmInPlace({ label, icon, question, confirm, busyWord, action, fixed, children, size = 'small' }: Props) {
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // Enter in a field submits without the button.
    if (busy) return
    const fields = Object.fromEntries(new FormData(event.currentTarget))
    setBusy(true)
    const result = await askAction(action, { ...fixed, ...fields } as never)
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setOpen(false)
    router.refresh()
  }

  if (!open) {
    return (
      <Button size={size} icon={icon} onClick={() => setOpen(true)} aria-expanded={false}>
        {label}
      </Button>
    )
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid w-full gap-3 border border-line-strong bg-raised p-4" aria-label={label}>
      <p className="font-semibold">{question}</p>
      {children}
      {problem && <FieldError>{problem}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" size="small" type="submit" busy={busy} busyWord={busyWord}>
          {confirm}
        </Button>
        <Button size="small" onClick={() => setOpen(false)}>
          Leave it
        </Button>
      </div>
    </form>
  )
}
