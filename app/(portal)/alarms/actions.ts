'use server'

import { z } from 'zod'
import { acknowledgeAlarm } from '@/lib/alarm/acknowledge-alarm'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'

const one = z.object({ alarmId: z.string().min(1).max(64) })

export const acknowledge = action('plant.view', one, ({ input, person }) => acknowledgeAlarm(system(), person!, input))
