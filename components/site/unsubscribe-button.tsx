'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'

/** The same POST that a mail program sends. */
export function UnsubscribeButton({ token }: { token: string }) {
  const [state, setState] = useState<'open' | 'busy' | 'done' | 'refused'>('open')
  async function stop() {
    setState('busy')
    const answer = await fetch(`/api/unsubscribe/${encodeURIComponent(token)}`, { method: 'POST' }).catch(() => null)
    setState(answer?.ok ? 'done' : 'refused')
  }
  if (state === 'done') return <p className="mt-6 font-semibold" role="status">Done. No more of these mails will come.</p>
  return (
    <div className="mt-6 grid gap-3">
      {state === 'refused' && <p role="alert">That did not work: the link is not whole, or we did not answer. Try again, or answer to the mail and write “stop”.</p>}
      <div>
        <Button variant="primary" busy={state === 'busy'} busyWord="Stopping" onClick={() => void stop()}>
          Stop these mails
        </Button>
      </div>
    </div>
  )
}
