import { z } from 'zod'

/** A ratio 0..1 or another figure; where there is none, why. */
export const ratioSchema = z.union([z.number(), z.object({ undefinedBecause: z.string() })])

export const kpiSchema = z.object({
  key: z.string(),
  name: z.string(),
  value: ratioSchema,
  unit: z.string().describe('Empty for a ratio'),
  formula: z.string().describe('In the symbols of ISO 22400-2'),
  numerator: z.number(),
  denominator: z.number(),
  source: z.string(),
})
