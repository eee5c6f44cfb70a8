'use server'

import { z } from 'zod'
import { announce, endAnnouncement } from '@/lib/announcements/announcements'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'

const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Choose a day and a time.').transform((text) => new Date(`${text}:00Z`))

const announcement = z.object({ audience: z.string().min(1).max(80), text: z.string().trim().min(3, 'Write what people should know.').max(300), from: moment, until: moment })

export const makeAnnouncement = action('admin', announcement, ({ input, person }) => announce(system(), input, person!.email))

export const stopAnnouncement = action('admin', z.object({ id: z.string().max(80) }), ({ input, person }) => endAnnouncement(system(), input.id, person!.email))
