'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'
import { tenantOf } from '@/lib/tenancy/reach'
import { createSource } from '@/lib/telemetry/ingest-source'

const source = z.object({ name: z.string().trim().min(1, 'Give the source a name.').max(80, 'At most 80 characters.') })

export const addSource = action('plant.setup', source, ({ input, person }) => createSource(system(), tenantOf(person!), input.name, person!.email))
