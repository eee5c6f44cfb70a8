'use client'

import { useState } from 'react'
import { sendTestMail } from '@/app/sales/follow-ups/actions'
import { Button } from '@/components/ui/button'
import { askAction } from '@/lib/http/ask-action'

/** Sends the mail to whoever looks at it, and says what became of it. */
export function TestSend({ sequence, step }: { sequence: string; step: number }) {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  async function send() {
    setBusy(true)
    const result = await askAction(sendTestMail, { key: sequence, step: String(step) })
    setBusy(false)
    setSaid(result.ok ? result.value : result.message)
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button size="small" busy={busy} busyWord="Sending" onClick={() => void send()}>
        Send it to me
      </Button>
      {said && <span role="status">{said}</span>}
    </span>
  )
}
