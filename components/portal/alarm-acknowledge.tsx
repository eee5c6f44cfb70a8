'use client'

import { useState } from 'react'
import { acknowledge } from '@/app/(portal)/alarms/actions'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { FieldError } from '@/components/ui/field'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  alarmId: string
  name: string
  /** Asks first: the wish came by a single key. */
  asked?: boolean
  /** Said, or left: either way the question is over. */
  onAnswered?: () => void
}

/** What follows comes back by the live stream. */
export function Acknowledge({ alarmId, name, asked = false, onAnswered }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function say() {
    setBusy(true)
    const result = await askAction(acknowledge, { alarmId })
    setProblem(result.ok ? null : result.message)
    setBusy(false)
    onAnswered?.()
  }
  return (
    <span>
      {asked ? (
        <ConfirmInPlace question={`Acknowledge ${name}?`} verb="Acknowledge" busyWord="Acknowledging" busy={busy} onYes={() => void say()} onNo={() => onAnswered?.()} />
      ) : (
        <Button size="small" busy={busy} busyWord="Acknowledging" aria-label={`Acknowledge ${name}`} onClick={() => void say()}>
          Acknowledge
        </Button>
      )}
      {problem && <FieldError>{problem}</FieldError>}
    </span>
  )
}
