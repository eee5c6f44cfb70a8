'use server'

import { z } from 'zod'
import { retryNotification } from '@/lib/alarm/escalation/retry-notification'
import { sendTest } from '@/lib/alarm/escalation/send-test'
import { addStep, removeStep } from '@/lib/alarm/escalation/steps'
import { addTarget, rotateTargetSecret, switchTarget } from '@/lib/alarm/escalation/targets'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'

const id = z.string().min(1).max(64)
const ofTarget = z.object({ targetId: id })

const newTarget = z.object({
  name: z.string().trim().min(1, 'Give it the name of who reads it: Shift lead, Control room.').max(60, 'At most 60 characters.'),
  kind: z.enum(['mail', 'slack', 'teams', 'webhook']),
  address: z.string().trim().min(1, 'Say where it goes.').max(2000, 'At most 2000 characters.'),
})
export const makeTarget = action('plant.setup', newTarget, ({ input, person }) => addTarget(system(), person!, input))

export const setTarget = action('plant.setup', ofTarget.extend({ on: z.boolean() }), ({ input, person }) => switchTarget(system(), person!, input))

export const replaceSecret = action('plant.setup', ofTarget, ({ input, person }) => rotateTargetSecret(system(), person!, input))

export const testTarget = action('plant.setup', ofTarget, ({ input, person }) => sendTest(system(), person!, input))

const newStep = z.object({
  nodeId: z.string().max(64),
  priorities: z.array(z.number().int().min(1).max(4)).min(1, 'Choose one priority at least.'),
  afterSeconds: z.number().int().min(0).max(86_400, 'A day at most.'),
  targetId: z.string().min(1, 'Choose who is told.').max(64),
  alsoReturned: z.boolean(),
})
export const makeStep = action('plant.setup', newStep, ({ input, person }) => addStep(system(), person!, input))

export const dropStep = action('plant.setup', z.object({ stepId: id }), ({ input, person }) => removeStep(system(), person!, input))

export const sendAgain = action('plant.setup', z.object({ notificationId: id }), ({ input, person }) => retryNotification(system(), person!, input))
