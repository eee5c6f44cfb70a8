'use client'

import { useState } from 'react'
import { deleteStopped } from '@/app/(site)/keep/actions'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { askAction } from '@/lib/http/ask-action'

/** Whoever does not come back need not wait for the end. */
export function DeleteStopped({ token, plant }: { token: string; plant: string }) {
  const [state, setState] = useState<'closed' | 'open' | 'busy'>('closed')
  const [said, setSaid] = useState<string | null>(null)
  async function remove() {
    setState('busy')
    const result = await askAction(deleteStopped, { token })
    setState('closed')
    setSaid(result.ok ? 'It is being deleted. The certificate comes by mail.' : result.message)
  }
  if (said) return <p role="status">{said}</p>
  if (state === 'closed') {
    return (
      <p>
        <Button onClick={() => setState('open')}>Delete it now</Button>
      </p>
    )
  }
  return <ConfirmInPlace question={`Delete ${plant} with everything in it? It cannot be brought back.`} verb="Delete it" busyWord="Deleting" busy={state === 'busy'} onYes={() => void remove()} onNo={() => setState('closed')} />
}
