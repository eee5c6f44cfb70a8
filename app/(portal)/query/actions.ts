'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { listHistory } from '@/lib/lake/query/ask-lake'
import { removeQuery, saveQuery } from '@/lib/lake/query/saved-queries'
import { system } from '@/lib/system'

const saved = z.object({ name: z.string().trim().min(1, 'Give it a name.').max(80, 'At most 80 characters.'), sql: z.string().trim().min(1, 'Write a query first.').max(20_000, 'A query may have 20 000 characters.') })

export const keepQuery = action('data.download', saved, ({ input, person }) => saveQuery(system(), person!, input))
export const forgetQuery = action('data.download', z.object({ id: z.uuid() }), ({ input, person }) => removeQuery(system(), person!, input.id))
export const loadHistory = action('data.download', z.object({}), ({ person }) => listHistory(system(), person!))
