'use client'

import { useState } from 'react'
import { reproduce } from '@/app/admin/billing/actions'
import { Button } from '@/components/ui/button'
import { askAction } from '@/lib/http/ask-action'

/** Computes a closed month anew from the raw meter events. */
export function Reproduce({ tenantId, month, currency }: { tenantId: string; month: string; currency: string }) {
  const [busy, setBusy] = useState(false)
  const [verdict, setVerdict] = useState<string | null>(null)
  async function run() {
    setBusy(true)
    const result = await askAction(reproduce, { tenantId, month })
    setBusy(false)
    if (!result.ok) return setVerdict(result.message)
    const { value } = result
    setVerdict(value.same ? 'The raw meter events give the same invoice, to the byte.' : `The raw meter events give ${value.now} ${currency} now; ${value.closed} ${currency} was closed. Look into the audit trail before anybody pays.`)
  }
  return (
    <div className="mt-4 grid justify-items-start gap-2">
      <Button size="small" busy={busy} busyWord="Computing" onClick={() => void run()}>
        Compute again from raw events
      </Button>
      <p role="status" className="text-[13px]">
        {verdict}
      </p>
    </div>
  )
}
