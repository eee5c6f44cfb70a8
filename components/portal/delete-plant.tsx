'use client'

import { useState } from 'react'
import { deletePlant } from '@/app/(portal)/settings/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { askAction } from '@/lib/http/ask-action'

/** Asked twice, in place: this cannot be undone. Afterwards the certificate is what is left to see. */
export function DeletePlant({ plant }: { plant: string }) {
  const [state, setState] = useState<'closed' | 'open' | 'busy'>('closed')
  const [problem, setProblem] = useState<string | null>(null)

  async function remove() {
    setState('busy')
    const result = await askAction(deletePlant, {})
    // A full load: the session ended with the plant.
    if (result.ok) return window.location.replace(result.value.certificate)
    setState('open')
    setProblem(result.message)
  }

  if (state === 'closed') return (
    <div>
      <Button onClick={() => setState('open')}>Delete this plant now</Button>
    </div>
  )
  return (
    <div className="grid max-w-[56ch] gap-3 border border-line-strong bg-raised p-4" role="group" aria-label="Delete this plant now">
      <p className="font-semibold">Delete {plant} with everything in it? It cannot be brought back.</p>
      <p>You are signed out at once, and get the certificate of the deletion by mail.</p>
      {problem && <FieldError>{problem}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" busy={state === 'busy'} busyWord="Deleting" onClick={() => void remove()}>
          Delete it
        </Button>
        <Button onClick={() => setState('closed')}>Leave it</Button>
      </div>
    </div>
  )
}
