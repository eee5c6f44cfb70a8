import type { Person } from '@/lib/auth/person'
import { issueToken } from '@/lib/auth/token'
import { notebookFiles } from '@/lib/demo/notebook-files'
import type { Lease } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { requireFeature } from '@/lib/licence/require-licensed'
import type { System } from '@/lib/system'

/** Long enough for a redirect, too short to be passed on. */
const ticketSeconds = 60

export type OpenedNotebook = { ok: true; url: string } | { ok: false; because: 'no server' | 'not up' | 'not licensed' }

/**
 * Where this person's browser goes to work in `file` of their own server (its start page without one): an address with
 * a ticket that works once, within a minute. Refused while there is no server to open, and to a customer whose licence has
 * no machine learning: training models is done there. What was written there stays.
 */
export async function openNotebook(system: System, person: Person, file?: string): Promise<OpenedNotebook> {
  const { lease } = person
  if (!lease) return { ok: false, because: 'no server' }
  const stored = await system.db.asOperator((tx) => tx.lease.findFirst({ where: { id: lease.id } }))
  const part = await system.db.asOperator((tx) => tx.leasePart.findFirst({ where: { leaseId: lease.id, part: 'notebook' } }))
  if (await notebooksRefused(system, person.tenantId)) return { ok: false, because: 'not licensed' }
  if (!stored || part?.state !== 'up' || !(await isAwake(system, stored))) return { ok: false, because: 'not up' }
  return system.db.asOperator(async (tx) => {
    const expiresAt = new Date(system.clock.now().getTime() + ticketSeconds * 1000)
    const ticket = await issueToken(tx, { tenantId: person.tenantId, accountId: person.accountId, purpose: 'notebook', expiresAt })
    return { ok: true, url: system.notebooks.openUrl(lease.name, ticket, file) }
  })
}

/** Why a customer's notebooks do not open, in words; null where they do. */
export const notebooksRefused = (system: System, tenantId: string): Promise<string | null> =>
  system.db.asOperator((tx) => requireFeature(system, tx, tenantId, 'ml')).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.detail
      throw error
    },
  )

/** A server that ended, with the hub or for want of use, is started again; its files were never gone. */
async function isAwake(system: System, lease: Lease): Promise<boolean> {
  const activity = await system.notebooks.activity(lease.name)
  if (activity.ok && activity.value.running) return true
  // Only a home that is gone is filled again; the one that stands needs no files, whatever the object store says.
  const files = await notebookFiles(system, lease)
  const made = await system.notebooks.ensureServer(lease.name, files.ok ? files.value : [])
  return made.ok
}
