'use server'

import { z } from 'zod'
import { manageAction } from '@/lib/http/manage-action'
import { audienceRoles, setAudience } from '@/lib/people/dashboard-audience'
import { system } from '@/lib/system'

const key = z.string().regex(/^(own|tool)\/[\w.-]{1,100}$/)

export const showTo = manageAction({ key, roles: z.array(z.enum(audienceRoles as [(typeof audienceRoles)[number]])) }, ({ tenantId, key, roles }, person) => setAudience(system(), tenantId, key, roles, person.email))
