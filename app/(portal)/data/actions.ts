'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { largestUploadBytes, linkForUpload } from '@/lib/plant/upload-file'
import { system } from '@/lib/system'
import { tenantOf } from '@/lib/tenancy/reach'
import { createSource, disableSource, rotateSecret } from '@/lib/telemetry/ingest-source'

const source = z.object({ name: z.string().trim().min(1, 'Give the source a name.').max(80, 'At most 80 characters.') })

export const addSource = action('plant.setup', source, ({ input, person }) => createSource(system(), tenantOf(person!), input.name, person!.email))

const upload = z.object({ name: z.string().min(1).max(200), bytes: z.number().int().min(0).max(largestUploadBytes, `A file may have ${largestUploadBytes / 1e6} MB.`) })

export const uploadLink = action('plant.setup', upload, ({ input, person }) => linkForUpload(system(), person!, input.name))

const known = z.object({ id: z.string().max(80) })

export const rotateSourceSecret = action('plant.setup', known, ({ input, person }) => rotateSecret(system(), tenantOf(person!), input.id, person!.email))

export const removeKnownSource = action('plant.setup', known, ({ input, person }) => disableSource(system(), tenantOf(person!), input.id, person!.email))
