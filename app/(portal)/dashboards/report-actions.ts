'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { changeReport } from '@/lib/reports/change-report'
import { endReport, resumeReport, scheduleReport, stopReportFor } from '@/lib/reports/schedule-report'
import { system } from '@/lib/system'

const ofSchedule = z.object({ scheduleId: z.string().min(1).max(64) })
const wish = z.object({
  dashboardId: z.string().regex(/^(tool\/)?[\w.-]{1,100}$/),
  every: z.enum(['day', 'week']),
  weekday: z.number().int().min(1).max(7).nullable(),
  hour: z.number().int().min(0).max(23),
  timeZone: z.string().max(60),
  recipients: z.array(z.string().max(100)).min(1, 'Choose whom it goes to.').max(100, 'At most 100 people.'),
  files: z.array(z.enum(['csv', 'pdf', 'png'])).max(3),
})

export const schedule = action('data.download', wish, ({ input, person }) => scheduleReport(system(), person!, input))
export const change = action('data.download', wish.extend({ ...ofSchedule.shape, version: z.number().int().positive() }), ({ input, person }) => changeReport(system(), person!, input))
export const end = action('plant.view', ofSchedule, ({ input, person }) => endReport(system(), person!, input.scheduleId))
export const stopMine = action('plant.view', ofSchedule, ({ input, person }) => stopReportFor(system(), input.scheduleId, person!.accountId))
export const resumeMine = action('plant.view', ofSchedule, ({ input, person }) => resumeReport(system(), person!, input.scheduleId))
