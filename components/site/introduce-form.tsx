'use client'

import { type FormEvent, useState } from 'react'
import { introduce } from '@/app/(site)/building/actions'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'
import { companySizes } from '@/lib/sales/score'

/** Asked while there is time, never required. */
export function IntroduceForm() {
  const [state, setState] = useState<'open' | 'busy' | 'done' | 'skipped'>('open')
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => String(form.get(name) ?? '')
    setState('busy')
    const result = await askAction(introduce, { name: value('name'), company: value('company'), jobTitle: value('jobTitle'), companySize: value('companySize') as '', retentionDays: value('retentionDays') as '0', consent: form.has('consent') })
    setState(result.ok ? 'done' : 'open')
    setProblem(result.ok ? null : result.message)
  }

  if (state === 'done') return <p role="status">Thank you. It is as you said.</p>
  if (state === 'skipped') return <p>Skipped. You can add your name later in Settings.</p>
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-3">
      <TextField label="Name (optional)" name="name" autoComplete="name" maxLength={120} />
      <TextField label="Company (optional)" name="company" autoComplete="organization" maxLength={120} />
      <TextField label="Role (optional)" name="jobTitle" autoComplete="organization-title" maxLength={120} error={problem ?? undefined} />
      <SelectField label="People there (optional)" name="companySize" options={[{ id: '', label: 'Rather not say' }, ...companySizes.map((size) => ({ id: size, label: size }))]} />
      <SelectField
        label="When the time is over"
        name="retentionDays"
        defaultValue="0"
        hint="A stopped plant lets nobody in. You can have it back, or have it deleted, until then."
        options={[
          { id: '0', label: 'Delete the plant at once' },
          { id: '7', label: 'Stop it, and delete it after 7 days' },
          { id: '30', label: 'Stop it, and delete it after 30 days' },
        ]}
      />
      <label className="flex items-start gap-2">
        <input type="checkbox" name="consent" className="mt-1" />
        <span>Write to me about this plant and what I find in it. I can stop that in every mail.</span>
      </label>
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
