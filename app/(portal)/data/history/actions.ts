'use server'

import { z } from 'zod'
import { findEventTable } from '@/lib/history/event-fields'
import { beginImport, cancelImport, changeMapping, checkImport, lookAtImport, startImport } from '@/lib/history/imports'
import { mapping } from '@/lib/history/mapping'
import { action } from '@/lib/http/action'
import { largestUploadBytes } from '@/lib/plant/upload-file'
import { system } from '@/lib/system'

const file = z.object({
  name: z.string().trim().min(1).max(200),
  bytes: z.number().int().min(1, 'The file is empty.').max(largestUploadBytes, `A file may have ${largestUploadBytes / 1e6} MB. Split it.`),
})
const kind = z.string().refine((one) => one === 'readings' || findEventTable(one) !== undefined, 'Choose what the file holds.')
const known = z.object({ id: z.uuid() })

export const beginHistory = action('plant.setup', file.extend({ kind }), ({ input, person }) => beginImport(system(), person!, input))
export const lookAtHistory = action('plant.setup', known, ({ input, person }) => lookAtImport(system(), person!, input.id))
export const checkHistory = action('plant.setup', known.extend({ mapping }), ({ input, person }) => checkImport(system(), person!, input))
export const remapHistory = action('plant.setup', known, ({ input, person }) => changeMapping(system(), person!, input.id))
export const startHistory = action('plant.setup', known, ({ input, person }) => startImport(system(), person!, input.id))
export const cancelHistory = action('plant.setup', known, ({ input, person }) => cancelImport(system(), person!, input.id))
