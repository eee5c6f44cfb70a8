'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { cancelHistory, remapHistory, startHistory } from '@/app/(portal)/data/history/actions'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { FieldError } from '@/components/ui/field'
import { formatNumber } from '@/components/ui/format'
import { askAction } from '@/lib/http/ask-action'

/** What can be done with an import now: `readings` to store when it is checked, else null. */
export function DecideImport({ id, readings, noun }: { id: string; readings: number | null; /** What they are: readings, events. */ noun: string }) {
  const [asks, setAsks] = useState(false)
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState('')
  const router = useRouter()
  async function run(word: string, action: typeof startHistory) {
    setBusy(word)
    setProblem('')
    const result = await askAction(action, { id })
    setBusy('')
    setAsks(false)
    if (!result.ok) setProblem(result.message)
    router.refresh()
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      {readings !== null && readings > 0 && !asks && (
        <Button variant="primary" onClick={() => setAsks(true)}>
          Bring in {formatNumber(readings)} {readings === 1 ? noun.slice(0, -1) : noun}
        </Button>
      )}
      {asks && (
        <ConfirmInPlace question="Once stored they cannot be taken out again." verb="Bring them in" busyWord="Asking" busy={busy === 'start'} onYes={() => void run('start', startHistory)} onNo={() => setAsks(false)} />
      )}
      {readings !== null && !asks && (
        <Button busy={busy === 'remap'} busyWord="Asking" onClick={() => void run('remap', remapHistory)}>
          Change the mapping
        </Button>
      )}
      {!asks && (
        <Button variant={readings === null ? 'default' : 'text'} busy={busy === 'cancel'} busyWord="Cancelling" onClick={() => void run('cancel', cancelHistory)}>
          Cancel this import
        </Button>
      )}
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}
