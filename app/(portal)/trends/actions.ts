'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { system } from '@/lib/system'
import { addAnnotation, deleteAnnotation, editAnnotation, restoreAnnotation } from '@/lib/telemetry/trend/annotate'

const id = z.uuid()
const annotation = z.object({
  signalId: z.string().max(200).nullable(),
  startsAt: z.date(),
  endsAt: z.date().nullable(),
  text: z.string().trim().min(1, 'Write what happened.').max(500, 'At most 500 characters.'),
})

// Who wrote an annotation may change it without the right to change the plant: that is checked where it is changed.
export const annotate = action('plant.view', annotation, ({ input, person }) => addAnnotation(system(), person!, input))
export const changeAnnotation = action('plant.view', z.object({ id, annotation }), ({ input, person }) => editAnnotation(system(), person!, input.id, input.annotation))
export const removeAnnotation = action('plant.view', z.object({ id }), ({ input, person }) => deleteAnnotation(system(), person!, input.id))
export const bringBackAnnotation = action('plant.view', z.object({ id }), ({ input, person }) => restoreAnnotation(system(), person!, input.id))
