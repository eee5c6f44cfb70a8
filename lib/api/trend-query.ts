import { z } from 'zod'
import { mostSignals } from '@/lib/telemetry/trend/wanted-signals'

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** Which signals, and which window of them; both trend routes and the export take it. */
export const trendQuery = z.object({
  signals: z
    .string()
    .transform((text) => [...new Set(text.split(',').filter(Boolean))])
    .pipe(z.array(z.string().max(200)).min(1, 'Name a signal.').max(mostSignals, `At most ${mostSignals} signals at once.`))
    .describe(`Ids of signals, at most ${mostSignals}, separated by commas`),
  from: instant.describe('RFC 3339'),
  to: instant.describe('RFC 3339; at most a year after from'),
})
