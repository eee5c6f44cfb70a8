import { z } from 'zod'
import { type AnalysisKind, analysisKinds } from '@/lib/tools/analysis-kinds'

/** All fields together, in characters: some 20,000 numbers. */
export const largestAnalysis = 200_000

/** A tool as somebody left it: what stands in its fields, so that it opens again just so. */
export const analysisSchema = z.object({
  kind: z.enum(Object.keys(analysisKinds) as [AnalysisKind, ...AnalysisKind[]]),
  name: z.string().trim().min(1, 'Give it a name.').max(120),
  fields: z
    .record(z.string().max(60), z.string())
    .refine((fields) => Object.values(fields).reduce((sum, text) => sum + text.length, 0) <= largestAnalysis, `An analysis may have ${largestAnalysis / 1000} kB. Take fewer rows along.`),
})

export type Analysis = z.output<typeof analysisSchema>
