'use client'

import { useState } from 'react'
import { verifyChains } from '@/app/admin/audit/actions'
import { Button } from '@/components/ui/button'
import { formatNumber } from '@/components/ui/format'
import type { AuditVerdict } from '@/lib/admin/audit-verdict'
import { askAction } from '@/lib/http/ask-action'

/** Reads every chain from its first entry and says where one is broken. */
export function VerifyAudit() {
  const [busy, setBusy] = useState(false)
  const [verdicts, setVerdicts] = useState<AuditVerdict[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  async function run() {
    setBusy(true)
    const result = await askAction(verifyChains, {})
    setBusy(false)
    setVerdicts(result.ok ? result.value : null)
    setProblem(result.ok ? null : result.message)
  }
  return (
    <div className="grid justify-items-end gap-2">
      <Button variant="primary" busy={busy} busyWord="Reading" onClick={() => void run()}>
        Verify all chains
      </Button>
      <div role="status" className="text-right text-[13px]">
        {problem}
        {verdicts && <Verdicts verdicts={verdicts} />}
      </div>
    </div>
  )
}

function Verdicts({ verdicts }: { verdicts: AuditVerdict[] }) {
  const broken = verdicts.filter(({ faults }) => faults.length > 0)
  const entries = verdicts.reduce((sum, verdict) => sum + verdict.entries, 0)
  const checkpoints = verdicts.reduce((sum, verdict) => sum + verdict.checkpoints, 0)
  if (broken.length === 0) {
    return (
      <p>
        Intact: {formatNumber(entries)} entries in {verdicts.length} {verdicts.length === 1 ? 'chain' : 'chains'},{' '}
        {checkpoints > 0 ? `held against ${checkpoints} checkpoints.` : 'no checkpoint is kept yet, so a cut tail would not show.'}
      </p>
    )
  }
  return (
    <ul>
      {broken.map(({ tenantId, faults }) => (
        <li key={tenantId}>
          <b>{tenantId} is broken:</b> {faults.join('; ')}
        </li>
      ))}
    </ul>
  )
}
