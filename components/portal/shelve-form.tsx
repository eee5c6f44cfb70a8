'use client'

import { type FormEvent, useState } from 'react'
import { shelve } from '@/app/(portal)/alarms/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { RadioGroup } from '@/components/ui/radio-group'
import { TextField } from '@/components/ui/text-field'
import { longestShelfMinutes, shelfMinutes } from '@/lib/alarm/shelf'
import { askAction } from '@/lib/http/ask-action'

const words: Record<(typeof shelfMinutes)[number], string> = { 15: '15 min', 60: '1 h', 480: '8 h', 1440: '24 h' }

interface Props {
  ruleId: string
  priority: number
  onDone: () => void
  onCancel: () => void
}

/** For how long, and why. */
export function ShelveForm({ ruleId, priority, onDone, onCancel }: Props) {
  const [minutes, setMinutes] = useState<(typeof shelfMinutes)[number]>(60)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ message: string; fields?: Record<string, string> } | null>(null)
  const offered = shelfMinutes.filter((one) => one <= longestShelfMinutes(priority))
  async function send(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const result = await askAction(shelve, { ruleId, minutes, reason })
    setBusy(false)
    setProblem(result.ok ? null : result)
    if (result.ok) onDone()
  }
  return (
    <form className="grid gap-3" onSubmit={(event) => void send(event)} noValidate>
      <RadioGroup
        legend="Shelve for"
        name="minutes"
        options={offered.map((one) => ({ value: String(one), label: words[one] }))}
        defaultValue={String(minutes)}
        onChange={(value) => setMinutes(Number(value) as typeof minutes)}
      />
      <TextField
        label="Reason"
        hint={priority === 1 ? 'Whoever comes next reads it. A critical alarm may be shelved for at most 8 h.' : 'Whoever comes next reads it. The alarm comes back by itself.'}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={problem?.fields?.reason}
        maxLength={300}
        autoFocus
      />
      {problem && !problem.fields?.reason && <FieldError>{problem.message}</FieldError>}
      <p className="flex gap-2">
        <Button type="submit" variant="primary" busy={busy} busyWord="Shelving">
          Shelve
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </p>
    </form>
  )
}
