'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { requestErasure } from '@/lib/sales/erase-lead'
import { addNote, leadMarks, type LeadMark, markLead, setNextAction, setNoteDeleted, setOwner, unmarkLead } from '@/lib/sales/lead-actions'
import { mergeLeads, undoMerge } from '@/lib/sales/merge-leads'
import { system } from '@/lib/system'

const leadId = z.string().min(1).max(80)
const mark = z.enum(Object.keys(leadMarks) as [LeadMark, ...LeadMark[]])
const day = z.union([z.iso.date('Write the day as year-month-day.'), z.literal('')])

export const setLeadOwner = action('sales', z.object({ leadId, ownerId: z.string().max(80) }), ({ input, person }) =>
  setOwner(system(), { leadId: input.leadId, ownerId: input.ownerId || null }, person!.email))

export const setLeadNextAction = action('sales', z.object({ leadId, text: z.string().trim().max(200), on: day }), ({ input, person }) =>
  setNextAction(system(), { ...input, on: input.on || null }, person!.email))

export const addLeadNote = action('sales', z.object({ leadId, text: z.string().trim().min(1, 'Write something first.').max(4000) }), ({ input, person }) =>
  addNote(system(), input, person!.email))

export const deleteLeadNote = action('sales', z.object({ leadId, noteId: z.string().max(80), deleted: z.stringbool() }), ({ input, person }) =>
  setNoteDeleted(system(), input, person!.email))

export const markLeadOn = action('sales', z.object({ leadId, mark, on: day }), ({ input, person }) =>
  markLead(system(), { leadId: input.leadId, mark: input.mark, at: input.on ? new Date(`${input.on}T12:00:00Z`) : system().clock.now() }, person!.email))

export const unmark = action('sales', z.object({ leadId, mark }), ({ input, person }) => unmarkLead(system(), input, person!.email))

export const mergeLeadInto = action('sales', z.object({ leadId, otherId: leadId }), ({ input, person }) =>
  mergeLeads(system(), { keptId: input.leadId, mergedId: input.otherId }, person!.email))

export const undoLeadMerge = action('sales', z.object({ mergeId: z.string().max(80) }), ({ input, person }) => undoMerge(system(), input.mergeId, person!.email))

export const eraseLead = action('sales', z.object({ leadId }), async ({ input, person }) => {
  const outcome = await requestErasure(system(), input.leadId, person!.email)
  return outcome.kind === 'erased' ? 'Erased.' : outcome.why
})
