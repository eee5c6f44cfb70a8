'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { remove } from '@/app/(portal)/alarms/rules/actions'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { FieldError } from '@/components/ui/field'
import { askAction } from '@/lib/http/ask-action'

/** What the rule raised stays in the history. */
export function DeleteRule({ ruleId, name, version }: { ruleId: string; name: string; version: number }) {
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function take() {
    setBusy(true)
    const result = await askAction(remove, { ruleId, version })
    setBusy(false)
    setAsked(false)
    setProblem(result.ok ? null : result.message)
    if (result.ok) router.push('/alarms/rules')
  }
  return (
    <div className="mt-5 grid gap-2 border-t border-line pt-4">
      {asked ? (
        <ConfirmInPlace question={`Delete “${name}”? What it raised stays in the history.`} verb="Delete" busyWord="Deleting" busy={busy} onYes={() => void take()} onNo={() => setAsked(false)} />
      ) : (
        <p>
          <Button size="small" onClick={() => setAsked(true)}>
            Delete this rule
          </Button>
        </p>
      )}
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}
