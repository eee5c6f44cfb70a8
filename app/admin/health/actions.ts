'use server'

import { z } from 'zod'
import { closeIncident, noteIncident, openIncident } from '@/lib/health/incidents'
import { announceWindow, cancelWindow } from '@/lib/health/maintenance'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'

const id = z.string().min(1).max(80)
const text = (what: string) => z.string().trim().min(3, `Say ${what}.`).max(500, 'At most 500 characters.')
/** What a browser's field for date and time gives; administration speaks UTC. */
const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'Write date and time.').transform((value) => new Date(`${value}:00Z`))

export const announce = action('admin', z.object({ title: text('what will be done'), startsAt: moment, endsAt: moment }), ({ input, person }) => announceWindow(system(), input, person!.email))
export const cancel = action('admin', z.object({ windowId: id }), ({ input, person }) => cancelWindow(system(), input.windowId, person!.email))
export const open = action('admin', z.object({ title: text('what does not work') }), ({ input, person }) => openIncident(system(), input.title, person!.email))
export const note = action('admin', z.object({ incidentId: id, text: text('what you know or did') }), ({ input, person }) => noteIncident(system(), input.incidentId, input.text, person!.email))
export const close = action('admin', z.object({ incidentId: id }), ({ input, person }) => closeIncident(system(), input.incidentId, person!.email))
