'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { removeAnalysis, saveAnalysis } from '@/lib/plant/saved-analyses'
import { system } from '@/lib/system'
import { analysisSchema } from '@/lib/tools/analysis'

const id = z.uuid()

export const saveHere = action('plant.setup', z.object({ analysis: analysisSchema, id: id.optional() }), ({ input, person }) => saveAnalysis(system(), person!, input.analysis, input.id))

export const removeHere = action('plant.setup', z.object({ id }), ({ input, person }) => removeAnalysis(system(), person!, input.id))
