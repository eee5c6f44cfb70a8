'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { turn } from '@/app/(portal)/alarms/rules/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { askAction } from '@/lib/http/ask-action'

/** On: the signal is judged. Off: nothing is raised, and what stands returns. */
export function RuleSwitch({ ruleId, name, enabled }: { ruleId: string; name: string; enabled: boolean }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function change() {
    setBusy(true)
    const result = await askAction(turn, { ruleId, enabled: !enabled })
    setProblem(result.ok ? null : result.message)
    setBusy(false)
    if (result.ok) router.refresh()
  }
  return (
    <span>
      <Button size="small" busy={busy} busyWord={enabled ? 'Turning off' : 'Turning on'} aria-label={`Turn ${enabled ? 'off' : 'on'} ${name}`} onClick={() => void change()}>
        {enabled ? 'Turn off' : 'Turn on'}
      </Button>
      {problem && <FieldError>{problem}</FieldError>}
    </span>
  )
}
