'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { checkHistory } from '@/app/(portal)/data/history/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import type { Mapping } from '@/lib/history/mapping'
import { askAction } from '@/lib/http/ask-action'

/** Has every row checked as it is mapped; `mapping` answers with words when it cannot be asked so. */
export function CheckRows({ id, mapping }: { id: string; mapping(): Mapping | string }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const router = useRouter()
  async function check() {
    const asked = mapping()
    if (typeof asked === 'string') return setProblem(asked)
    setBusy(true)
    setProblem('')
    const result = await askAction(checkHistory, { id, mapping: asked })
    setBusy(false)
    if (!result.ok) setProblem(result.message)
    else router.refresh()
  }
  return (
    <>
      {problem && <FieldError>{problem}</FieldError>}
      <Button variant="primary" className="justify-self-start" busy={busy} busyWord="Asking" onClick={() => void check()}>
        Check every row
      </Button>
    </>
  )
}
