'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  /** A server action; it gets the fields. */
  action: (input: never) => Promise<ActionResult<unknown>>
  verb: string
  busyWord: string
  /** Said when it is done. */
  done: string
  children?: ReactNode
}

/** Fields and one button; keeps what was typed when it is refused, and says so beside the button. */
export function AccountForm({ action, verb, busyWord, done, children }: Props) {
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open')
  const [problem, setProblem] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const router = useRouter()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setState('busy')
    const result = await askAction(action, Object.fromEntries(new FormData(event.currentTarget)) as never)
    setState(result.ok ? 'done' : 'open')
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    for (const field of form.current?.querySelectorAll<HTMLInputElement>('input[type=password]') ?? []) field.value = ''
    router.refresh()
  }

  return (
    <form ref={form} onSubmit={(event) => void submit(event)} onInput={() => state === 'done' && setState('open')} className="grid max-w-[420px] gap-3">
      {children}
      {problem && <FieldError>{problem}</FieldError>}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={state === 'busy'} busyWord={busyWord}>
          {verb}
        </Button>
        {state === 'done' && <span role="status">{done}</span>}
      </div>
    </form>
  )
}
