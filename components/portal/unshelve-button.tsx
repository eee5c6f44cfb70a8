'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { unshelve } from '@/app/(portal)/alarms/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { askAction } from '@/lib/http/ask-action'

/** Lists follow by the live stream, the rest of the page is asked for anew. */
export function UnshelveButton({ ruleId, name }: { ruleId: string; name: string }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function bringBack() {
    setBusy(true)
    const result = await askAction(unshelve, { ruleId })
    setProblem(result.ok ? null : result.message)
    setBusy(false)
    if (result.ok) router.refresh()
  }
  return (
    <span>
      <Button size="small" busy={busy} busyWord="Unshelving" aria-label={`Unshelve ${name}`} onClick={() => void bringBack()}>
        Unshelve
      </Button>
      {problem && <FieldError>{problem}</FieldError>}
    </span>
  )
}
