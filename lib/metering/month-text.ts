import { z } from 'zod'

/** `2026-03`. */
export const monthText = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'Write the month as 2026-03.')
