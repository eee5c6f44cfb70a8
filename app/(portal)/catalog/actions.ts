'use server'

import { z } from 'zod'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { keepTerm, removeTerm, termInput } from '@/lib/catalogue/glossary'
import { profileForPerson } from '@/lib/catalogue/profile-table'
import { changeNote, tableNoteInput } from '@/lib/catalogue/table-notes'
import { action } from '@/lib/http/action'
import { notThere } from '@/lib/http/problem'
import { system } from '@/lib/system'
import { askForMarts } from '@/lib/transformations/mart-runs'

export const sayOfTable = action('plant.setup', tableNoteInput, ({ input, person }) => changeNote(system(), person!, input))
export const keepWord = action('plant.setup', termInput, ({ input, person }) => keepTerm(system(), person!, input))
export const forgetWord = action('plant.setup', z.object({ name: z.string() }), ({ input, person }) => removeTerm(system(), person!, input.name))
export const measureTable = action('data.download', z.object({ table: z.string() }), ({ input, person }) => {
  const table = findCatalogueTable(input.table)
  if (!table) throw notThere()
  return profileForPerson(system(), person!, table)
})
export const buildMartsNow = action('data.download', z.object({}), ({ person }) => askForMarts(system(), person!))
