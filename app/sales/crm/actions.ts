'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { addCrmTarget, retryCrmDelivery, switchCrmTarget } from '@/lib/sales/crm-targets'
import { system } from '@/lib/system'

export const addCrm = action('sales', z.object({ name: z.string().trim().min(1, 'Give it a name.').max(80), url: z.string().trim().max(2000) }), ({ input, person }) => addCrmTarget(system(), input, person!.email))

export const switchCrm = action('sales', z.object({ id: z.string().max(80), on: z.stringbool() }), ({ input, person }) => switchCrmTarget(system(), input, person!.email))

export const retryCrm = action('sales', z.object({ id: z.string().max(80) }), ({ input, person }) => retryCrmDelivery(system(), input.id, person!.email))
