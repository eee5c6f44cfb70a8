'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { RadioGroup } from '@/components/ui/radio-group'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  action: (input: { token?: string; plan: 'trial' | 'paid'; company: string }) => Promise<ActionResult<string>>
  /** From a mail; signed in none is needed. */
  token?: string
  company: string
}

/** Turns the demo into a tenant of one's own. Afterwards one signs in as before. */
export function KeepForm({ action, token, company }: Props) {
  const [busy, setBusy] = useState(false)
  const router = useRouter()
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    const result = await askAction(action, { token, plan: fields.get('plan') === 'paid' ? 'paid' : 'trial', company: String(fields.get('company')) })
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return setBusy(false)
    // The page says that it is kept, and the bar above it with the time that was left goes.
    router.refresh()
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid max-w-[520px] gap-4" aria-label="Keep this plant">
      <RadioGroup
        legend="How"
        name="plan"
        columns={1}
        defaultValue="trial"
        options={[
          { value: 'trial', label: 'Trial, 30 days', hint: 'No card, no contract. It ends by itself.' },
          { value: 'paid', label: 'Order', hint: 'A person writes to you with the offer for your lines and data; until you sign it nothing is owed.' },
        ]}
      />
      <TextField label="Company" name="company" autoComplete="organization" maxLength={120} required defaultValue={company} />
      {problem && <FieldError>{problem}</FieldError>}
      <div>
        <Button variant="primary" type="submit" busy={busy} busyWord="Keeping">
          Keep this plant
        </Button>
      </div>
    </form>
  )
}
