'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { acknowledge } from '@/app/(portal)/alarms/actions'
import { ShelveForm } from '@/components/portal/shelve-form'
import { UnshelveButton } from '@/components/portal/unshelve-button'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import type { AlarmDetail } from '@/lib/alarm/load-alarm'
import { askAction } from '@/lib/http/ask-action'

const refusal = 'Your role may look at the alarms of this place and not change them.'

/** What somebody may do about one alarm: acknowledge it with a note, shelve its rule. */
export function AlarmAnswer({ detail }: { detail: AlarmDetail }) {
  const { id, ruleId, name, priority, rule, acknowledgedBy, mayChange } = detail
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [isShelving, setShelving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function say() {
    setBusy(true)
    const result = await askAction(acknowledge, { alarmId: id, note })
    setProblem(result.ok ? null : result.message)
    setBusy(false)
    if (result.ok) router.refresh()
  }
  const disabledReason = mayChange ? undefined : refusal
  return (
    <div className="grid gap-4">
      {acknowledgedBy === null && (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (mayChange) void say()
          }}
        >
          <TextField label="Note, if there is something to say" value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
          <p>
            <Button type="submit" variant="primary" busy={busy} busyWord="Acknowledging" disabledReason={disabledReason}>
              Acknowledge
            </Button>
          </p>
          {problem && <FieldError>{problem}</FieldError>}
        </form>
      )}
      {rule?.shelved && <UnshelveButton ruleId={ruleId} name={name} />}
      {rule && !rule.shelved && !isShelving && (
        <p>
          <Button onClick={() => setShelving(true)} disabledReason={disabledReason}>
            Shelve
          </Button>
        </p>
      )}
      {isShelving && (
        <ShelveForm
          ruleId={ruleId}
          priority={priority}
          onCancel={() => setShelving(false)}
          onDone={() => {
            setShelving(false)
            router.refresh()
          }}
        />
      )}
    </div>
  )
}
