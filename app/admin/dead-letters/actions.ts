'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'
import { dismissDeadLetter, replayDeadLetter } from '@/lib/telemetry/dead-letters/replay-dead-letter'

const key = z.object({ tenantId: z.string().max(80), id: z.string().max(120) })

export const replayLetter = action('admin', key, ({ input, person }) => replayDeadLetter(system(), input, person!.email))

export const dismissLetter = action('admin', key, ({ input, person }) => dismissDeadLetter(system(), input, person!.email))
