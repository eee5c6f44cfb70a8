'use client'

import { useState } from 'react'
import { acknowledge } from '@/app/(portal)/alarms/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'

/** What follows comes back by the live stream. */
export function Acknowledge({ alarmId, name }: { alarmId: string; name: string }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function say() {
    setBusy(true)
    const result = await acknowledge({ alarmId })
    setProblem(result.ok ? null : result.message)
    setBusy(false)
  }
  return (
    <span>
      <Button size="small" busy={busy} busyWord="Acknowledging" aria-label={`Acknowledge ${name}`} onClick={() => void say()}>
        Acknowledge
      </Button>
      {problem && <FieldError>{problem}</FieldError>}
    </span>
  )
}
