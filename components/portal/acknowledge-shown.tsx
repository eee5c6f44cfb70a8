'use client'

import { useState } from 'react'
import { acknowledgeShown } from '@/app/(portal)/alarms/actions'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { askAction } from '@/lib/http/ask-action'

/** Acknowledges what stood in the list when the question was asked: what comes meanwhile is not answered unseen. */
export function AcknowledgeShown({ alarmIds }: { alarmIds: string[] }) {
  const [asked, setAsked] = useState<string[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  async function say(ids: string[]) {
    setBusy(true)
    const result = await askAction(acknowledgeShown, { alarmIds: ids })
    setBusy(false)
    setAsked(null)
    setSaid(result.ok ? wordsOf(result.value) : result.message)
  }
  return (
    <span className="flex flex-wrap items-center gap-3">
      {asked && <ConfirmInPlace question={`Acknowledge ${asked.length} ${asked.length === 1 ? 'alarm' : 'alarms'}?`} verb={`Acknowledge ${asked.length}`} busyWord="Acknowledging" busy={busy} onYes={() => void say(asked)} onNo={() => setAsked(null)} />}
      {!asked && (
        <Button size="small" onClick={() => setAsked(alarmIds)} disabledReason={alarmIds.length === 0 ? 'Everything shown is acknowledged.' : undefined}>
          Acknowledge all shown
        </Button>
      )}
      <span role="status">{said}</span>
    </span>
  )
}

const wordsOf = ({ acknowledged, notAllowed }: { acknowledged: number; notAllowed: number }) =>
  `${acknowledged} acknowledged${notAllowed > 0 ? `; ${notAllowed} left, your role may not acknowledge at their place` : ''}.`
