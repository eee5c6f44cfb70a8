import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import type { TableNote } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

const words = z.array(z.string().trim().min(1).max(40, 'At most 40 characters each.')).max(20, 'At most 20.').transform((list) => [...new Set(list)])

/** What may be said of a table. `version` is the one that was read; 0 for a table of which nobody said anything. */
export const tableNoteInput = z.object({
  tableName: z.string().max(100),
  owner: z.string().trim().max(120, 'At most 120 characters.'),
  description: z.string().trim().max(2000, 'At most 2 000 characters.'),
  tags: words,
  terms: words,
  version: z.int().min(0),
})
export type TableNoteInput = z.output<typeof tableNoteInput>

export const emptyNote = (tableName: string): TableNoteInput => ({ tableName, owner: '', description: '', tags: [], terms: [], version: 0 })

export const noteOf = ({ tableName, owner, description, tags, terms, version }: TableNote): TableNoteInput => ({ tableName, owner, description, tags, terms, version })

/** By the name under which the table is asked. */
export const loadNotes = async ({ db }: System, person: Person): Promise<Map<string, TableNoteInput>> =>
  new Map((await db.inTenant(person, (tx) => tx.tableNote.findMany())).map((note) => [note.tableName, noteOf(note)]))

export interface NoteChange {
  before: TableNoteInput
  after: TableNoteInput
}

/**
 * Says of the table what `wanted` says. Taking it back is saying `before` again with the version of `after`.
 * @throws Refusal 404 for a table that is none, 409 when somebody else has changed it meanwhile
 */
export function changeNote({ db, clock }: System, { tenantId, email }: Person, { version, ...wanted }: TableNoteInput): Promise<NoteChange> {
  const now = clock.now()
  const table = findCatalogueTable(wanted.tableName)
  if (!table) throw notThere()
  const tableName = table.sqlName
  return db.inTenant(tenantId, async (tx) => {
    // Two first notes at once: the second waits here and is then told of the first.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('table note'), hashtext(${tenantId}))`
    const there = await tx.tableNote.findUnique({ where: { tenantId_tableName: { tenantId, tableName } } })
    const before = there ? noteOf(there) : emptyNote(tableName)
    if (before.version !== version) throw new Refusal(409, 'Changed meanwhile', `${there?.changedBy ?? 'Somebody'} has changed this meanwhile. Open the page again and say it once more.`)
    const data = { ...wanted, tableName, version: version + 1, changedBy: email, changedAt: now }
    const kept = there ? await tx.tableNote.update({ where: { tenantId_tableName: { tenantId, tableName } }, data }) : await tx.tableNote.create({ data: { tenantId, ...data } })
    const after = noteOf(kept)
    await recordAudit(tx, now, { tenantId, actor: email, action: 'catalogue.changed', subject: tableName, detail: { before, after } })
    return { before, after }
  })
}
