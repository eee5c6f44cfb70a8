import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { fieldTerms, type Term } from '@/lib/catalogue/field-terms'
import type { TableNoteInput } from '@/lib/catalogue/table-notes'
import { Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

export const termInput = z.object({ name: z.string().trim().min(1, 'Write the word.').max(40, 'At most 40 characters.'), meaning: z.string().trim().min(1, 'Write what it means.').max(500, 'At most 500 characters.') })

export interface GlossaryEntry extends Term {
  /** Of this plant: it may be changed and removed. */
  isOwn: boolean
}

/** Most that one plant keeps. */
export const mostTerms = 500

/** Words of the field and of the plant, by name, with the tables that speak of them. */
export async function listGlossary({ db }: System, person: Person, notes: Iterable<TableNoteInput>): Promise<GlossaryEntry[]> {
  const own = await db.inTenant(person, (tx) => tx.glossaryTerm.findMany())
  const all = [...fieldTerms.map((term) => ({ ...term, isOwn: false })), ...own.map(({ name, meaning, changedBy }) => ({ name, meaning, source: changedBy, tables: [] as string[], isOwn: true }))]
  const said = [...notes]
  return all.map((term) => ({ ...term, tables: [...new Set([...term.tables, ...said.filter(({ terms }) => terms.includes(term.name)).map(({ tableName }) => tableName)])] })).toSorted((a, b) => a.name.localeCompare(b.name))
}

/** Adds the plant's word or says anew what it means. @throws Refusal 409 for a word of the field, 422 when there are too many */
export function keepTerm({ db, clock }: System, { tenantId, email }: Person, { name, meaning }: z.output<typeof termInput>): Promise<void> {
  const now = clock.now()
  if (fieldTerms.some((term) => term.name.toLowerCase() === name.toLowerCase())) throw new Refusal(409, 'Taken', `${name} is a word of the field, and its meaning stands there. Choose another word.`)
  return db.inTenant(tenantId, async (tx) => {
    const key = { tenantId_name: { tenantId, name } }
    const there = await tx.glossaryTerm.findUnique({ where: key })
    if (!there && (await tx.glossaryTerm.count()) >= mostTerms) throw new Refusal(422, 'Too many', `A plant keeps ${mostTerms} words. Remove one first.`)
    const data = { meaning, changedBy: email, changedAt: now }
    await tx.glossaryTerm.upsert({ where: key, create: { tenantId, name, ...data }, update: data })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'glossary.changed', subject: name, detail: { before: there?.meaning ?? null, after: meaning } })
  })
}

/** What was removed is answered, so that it can be kept again; tables that name the word go on naming it. */
export function removeTerm({ db, clock }: System, { tenantId, email }: Person, name: string): Promise<z.output<typeof termInput> | null> {
  const now = clock.now()
  return db.inTenant(tenantId, async (tx) => {
    const there = await tx.glossaryTerm.findUnique({ where: { tenantId_name: { tenantId, name } } })
    if (!there) return null
    await tx.glossaryTerm.delete({ where: { tenantId_name: { tenantId, name } } })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'glossary.removed', subject: name, detail: { before: there.meaning } })
    return { name, meaning: there.meaning }
  })
}
