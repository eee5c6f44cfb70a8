'use server'

import { z } from 'zod'
import { deleteRule } from '@/lib/alarm/delete-rule'
import { loadRuleTrend } from '@/lib/alarm/load-rule-trend'
import { ruleFields } from '@/lib/alarm/rule-fields'
import { saveRule } from '@/lib/alarm/save-rule'
import { switchRule } from '@/lib/alarm/switch-rule'
import { tryRule } from '@/lib/alarm/try-rule'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'

const ruleId = z.string().min(1).max(120)
const version = z.number().int().positive()

export const save = action('plant.view', z.object({ id: ruleId.nullable(), version, fields: ruleFields }), ({ input, person }) => saveRule(system(), person!, input))
export const turn = action('plant.view', z.object({ ruleId, enabled: z.boolean() }), ({ input, person }) => switchRule(system(), person!, input))
export const remove = action('plant.view', z.object({ ruleId, version }), ({ input, person }) => deleteRule(system(), person!, input))
export const tryOut = action('plant.view', z.object({ fields: ruleFields }), ({ input, person }) => tryRule(system(), person!, input.fields))
export const trendOf = action('plant.view', z.object({ signalId: z.string().min(1).max(200) }), ({ input, person }) => loadRuleTrend(system(), person!, input.signalId))
