'use server'

import { z } from 'zod'
import type { AuditVerdict } from '@/lib/admin/audit-verdict'
import { sayFault, verifyAudit } from '@/lib/admin/verify-audit'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'


/** Reads every chain now. */
export const verifyChains = action('admin', z.object({}), async (): Promise<AuditVerdict[]> => {
  const reports = await verifyAudit(system())
  return reports.map(({ faults, ...report }) => ({ ...report, faults: faults.map(sayFault) }))
})
