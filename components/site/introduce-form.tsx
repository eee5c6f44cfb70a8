'use client'

import { type FormEvent, useState } from 'react'
import { introduce } from '@/app/(site)/building/actions'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'

/** Asked while there is time, never required. */
export function IntroduceForm() {
  const [state, setState] = useState<'open' | 'busy' | 'done' | 'skipped'>('open')
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => String(form.get(name) ?? '')
    setState('busy')
    const result = await introduce({ name: value('name'), company: value('company'), jobTitle: value('jobTitle') })
    setState(result.ok ? 'done' : 'open')
    setProblem(result.ok ? null : result.message)
  }

  if (state === 'done') return <p role="status">Thank you. Your name now stands in the plant.</p>
  if (state === 'skipped') return <p>Skipped. You can add your name later in Settings.</p>
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-3">
      <TextField label="Name (optional)" name="name" autoComplete="name" maxLength={120} />
      <TextField label="Company (optional)" name="company" autoComplete="organization" maxLength={120} />
      <TextField label="Role (optional)" name="jobTitle" autoComplete="organization-title" maxLength={120} error={problem ?? undefined} />
      <div className="flex gap-3">
        <Button type="submit" busy={state === 'busy'} busyWord="Saving">
          Save
        </Button>
        <Button variant="text" type="button" onClick={() => setState('skipped')}>
          Skip
        </Button>
      </div>
    </form>
  )
}
