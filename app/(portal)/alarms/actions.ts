'use server'

import { z } from 'zod'
import { acknowledgeAlarm } from '@/lib/alarm/acknowledge-alarm'
import { acknowledgeAlarms, mostAcknowledged } from '@/lib/alarm/acknowledge-alarms'
import { shelfMinutes } from '@/lib/alarm/shelf'
import { shelveRule, unshelveRule } from '@/lib/alarm/shelve-rule'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'

const id = z.string().min(1).max(120)
const one = z.object({ alarmId: id, note: z.string().trim().max(500, 'Write at most 500 characters.').optional() })
const many = z.object({ alarmIds: z.array(id).min(1).max(mostAcknowledged) })
const shelving = z.object({
  ruleId: id,
  minutes: z.union(shelfMinutes.map((minutes) => z.literal(minutes)), 'Choose for how long.'),
  reason: z.string().trim().min(1, 'Say why: whoever comes next reads it.').max(300, 'Write at most 300 characters.'),
})

export const acknowledge = action('plant.view', one, ({ input, person }) => acknowledgeAlarm(system(), person!, input))
export const acknowledgeShown = action('plant.view', many, ({ input, person }) => acknowledgeAlarms(system(), person!, input))
export const shelve = action('plant.view', shelving, ({ input, person }) => shelveRule(system(), person!, input))
export const unshelve = action('plant.view', z.object({ ruleId: id }), ({ input, person }) => unshelveRule(system(), person!, input))
