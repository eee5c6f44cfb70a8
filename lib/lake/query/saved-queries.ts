import { randomUUID } from 'node:crypto'
import type { Person } from '@/lib/auth/person'
import type { SavedQuery } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/** Most that one plant keeps. */
export const mostSavedQueries = 500

/** Of the whole plant, by name. */
export const listSavedQueries = ({ db }: System, { tenantId }: Person): Promise<SavedQuery[]> => db.inTenant(tenantId, (tx) => tx.savedQuery.findMany({ orderBy: { name: 'asc' } }))

/** Keeps the query under the name; one's own of that name is replaced. @throws Refusal 409 when it is somebody else's, 422 when there are too many */
export function saveQuery({ db, clock }: System, { tenantId, email }: Person, { name, sql }: { name: string; sql: string }): Promise<SavedQuery> {
  return db.inTenant(tenantId, async (tx) => {
    const there = await tx.savedQuery.findUnique({ where: { tenantId_name: { tenantId, name } } })
    if (there && there.savedBy !== email) throw new Refusal(409, 'Taken', `${there.savedBy} has saved a query under this name. Choose another.`)
    if (there) return tx.savedQuery.update({ where: { tenantId_id: { tenantId, id: there.id } }, data: { sql, savedAt: clock.now() } })
    if ((await tx.savedQuery.count({ where: { tenantId } })) >= mostSavedQueries) throw new Refusal(422, 'Too many', `A plant keeps ${mostSavedQueries} queries. Remove one first.`)
    return tx.savedQuery.create({ data: { tenantId, id: randomUUID(), name, sql, savedBy: email, savedAt: clock.now() } })
  })
}

/** One's own; of somebody else nothing happens. What was removed is answered, so that it can be saved again. */
export function removeQuery({ db }: System, { tenantId, email }: Person, id: string): Promise<{ name: string; sql: string } | null> {
  return db.inTenant(tenantId, async (tx) => {
    const there = await tx.savedQuery.findFirst({ where: { id, savedBy: email } })
    if (there) await tx.savedQuery.deleteMany({ where: { id } })
    return there && { name: there.name, sql: there.sql }
  })
}
