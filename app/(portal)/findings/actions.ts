'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { type FindingKind, findingKinds, reportFinding } from '@/lib/plant/report-finding'
import { system } from '@/lib/system'

const report = z.object({
  nodeId: z.string().min(1, 'Choose a place.').max(120),
  kind: z.enum(Object.keys(findingKinds) as [FindingKind, ...FindingKind[]], 'Choose what you see.'),
})

export const tellFinding = action('plant.view', report, ({ input, person }) => reportFinding(system(), person!, input))
