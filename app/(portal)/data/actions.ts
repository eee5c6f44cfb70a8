'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'
import { createSource } from '@/lib/telemetry/ingest-source'

const source = z.object({ name: z.string().trim().min(1, 'Give the source a name.').max(80, 'At most 80 characters.') })

export const addSource = action('plant.change', source, ({ input, person }) => createSource(system(), person!.tenantId, input.name, person!.email))
