'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { eraseLead } from '@/app/sales/leads/actions'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { askAction } from '@/lib/http/ask-action'
import type { LeadView } from '@/lib/sales/load-lead'

/** What a person may ask for: a copy of what is kept, and to be forgotten. */
export function LeadPrivacy({ lead: { id: leadId, lease, erasure } }: { lead: LeadView }) {
  const [state, setState] = useState<'closed' | 'open' | 'busy'>('closed')
  const [said, setSaid] = useState<string | null>(null)
  const router = useRouter()

  async function erase() {
    setState('busy')
    const result = await askAction(eraseLead, { leadId })
    setState('closed')
    setSaid(result.ok ? result.value : result.message)
    router.refresh()
  }

  const runs = lease && lease.state !== 'claimed'
  return (
    <section className="mt-6 grid gap-3 border-t border-line pt-4" aria-label="Privacy">
      <h3 className="font-semibold">What they may ask for</h3>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" href={`/sales/leads/export?lead=${leadId}`} prefetch={false}>
          Export what is kept
        </Button>
        {!erasure && state === 'closed' && (
          <Button size="small" onClick={() => setState('open')}>
            Erase
          </Button>
        )}
      </div>
      {state !== 'closed' && (
        <ConfirmInPlace
          question={runs ? 'End the running plant now, send its certificate, and forget this person? It cannot be undone.' : 'Forget this person? It cannot be undone.'}
          verb="Forget them"
          busyWord="Forgetting"
          busy={state === 'busy'}
          onYes={() => void erase()}
          onNo={() => setState('closed')}
        />
      )}
      {said && <p role="status">{said}</p>}
    </section>
  )
}
