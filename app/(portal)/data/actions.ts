'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'
import { createSource, removeSource, rotateSecret } from '@/lib/telemetry/ingest-source'

const source = z.object({ name: z.string().trim().min(1, 'Give the source a name.').max(80, 'At most 80 characters.') })

export const addSource = action('plant.change', source, ({ input, person }) => createSource(system(), person!.tenantId, input.name, person!.email))

const known = z.object({ id: z.string().max(80) })

export const rotateSourceSecret = action('plant.change', known, ({ input, person }) => rotateSecret(system(), person!.tenantId, input.id, person!.email))

export const removeKnownSource = action('plant.change', known, ({ input, person }) => removeSource(system(), person!.tenantId, input.id, person!.email))
