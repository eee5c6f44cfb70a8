'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { codeStop } from '@/lib/plant/code-stop'
import { system } from '@/lib/system'

const coding = z.object({ stopId: z.string().min(1).max(120), reasonCode: z.string().min(1).max(120) })

export const giveReason = action('plant.view', coding, ({ input, person }) => codeStop(system(), person!, input))
