'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { editions } from '@/lib/licence/edition'
import { installLicence, issueLicence } from '@/lib/licence/licences'
import { system } from '@/lib/system'

const wish = z.object({
  tenantId: z.string().min(1, 'Choose whom it is for.').max(80),
  edition: z.enum(editions, 'Choose an edition.'),
  trial: z.literal('on').optional(),
  validFrom: z.iso.date('Write the first day.'),
  validUntil: z.iso.date('Write the last day.'),
  graceDays: z.coerce.number('Write a whole number of days.').int('Write a whole number of days.').min(0, 'Between 0 and 90 days.').max(90, 'Between 0 and 90 days.'),
})

/** Signs a licence; it is given back as a file and installed only when that is wished. */
export const issue = action('admin', wish.extend({ install: z.literal('on').optional() }), async ({ input: { trial, install, ...input }, person }) => {
  const { id, file } = await issueLicence(system(), { ...input, trial: trial === 'on' }, person!.email)
  if (install) await installLicence(system(), file, person!.email)
  return { id, file, installed: install === 'on' }
})

export const install = action('admin', z.object({ file: z.string().trim().min(1, 'Paste the licence file.').max(8000, 'A licence file is shorter than that.') }), async ({ input, person }) => {
  const { tenantId, edition, validUntil } = await installLicence(system(), input.file, person!.email)
  return { tenantId, edition, validUntil }
})
