'use server'

import { z } from 'zod'
import { manageAction } from '@/lib/http/manage-action'
import { Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'
import { featureNames, switchFeature } from '@/lib/tenancy/features'

/** What a tenant has is agreed with the platform: its own administrators read it. */
export const turn = manageAction({ feature: z.enum(featureNames), on: z.enum(['on', 'off']) }, async ({ tenantId, feature, on }, person) => {
  if (person.tenantId !== 'platform') throw new Refusal(403, 'Not allowed', 'Switches are set by the administrators of the platform.')
  await switchFeature(system(), tenantId, feature, on === 'on', person.email)
})
