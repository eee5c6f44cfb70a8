'use server'

import { z } from 'zod'
import { changeAlert, pauseAlert, removeAlert, setAlert } from '@/lib/figure-alerts/set-alert'
import { AlertFigure, AlertSpan } from '@/lib/generated/prisma/enums'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'

const ofAlert = { id: z.string().min(1).max(64) }
const limit = z.string().trim().regex(/^\d{1,9}([.,]\d{1,6})?$/, 'Write the limit as a number, like 60 or 2.5.').transform((text) => Number(text.replace(',', '.')))
const rule = { span: z.enum(AlertSpan), breaksAbove: z.boolean(), limit }
const wish = z.object({ ...rule, dashboardId: z.string().regex(/^[\w.-]{1,100}$/), nodeId: z.string().max(100), figure: z.enum(AlertFigure) })

export const setLimit = action('plant.view', wish, ({ input, person }) => setAlert(system(), person!, input))
export const changeLimit = action('plant.view', z.object({ ...ofAlert, ...rule }), ({ input: { id, ...input }, person }) => changeAlert(system(), person!, id, input))
export const pauseLimit = action('plant.view', z.object({ ...ofAlert, on: z.boolean() }), ({ input, person }) => pauseAlert(system(), person!, input.id, input.on))
export const removeLimit = action('plant.view', z.object({ ...ofAlert, on: z.boolean() }), ({ input, person }) => removeAlert(system(), person!, input.id, input.on))
