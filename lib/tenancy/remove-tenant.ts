import { randomBytes } from 'node:crypto'
import { closeLastMonths } from '@/lib/billing/close-month'
import { keptBillsOf } from '@/lib/billing/kept-invoices'
import type { Outcome } from '@/lib/adapters/outcome'
import type { DeletionStatement } from '@/lib/demo/certificate'
import { endKeptPlant } from '@/lib/demo/end-kept-plant'
import { certify } from '@/lib/demo/issue-certificate'
import type { Tenant } from '@/lib/generated/prisma/client'
import { listDashboardHolders, removeDashboards } from '@/lib/plant/remove-dashboards'
import type { System } from '@/lib/system'
import { countTenantRowsIn, removeTenantRowsIn } from '@/lib/tenancy/tenant-rows'

/** Removes every customer whose undo window is over. May run twice: what is gone already is asked for again and answers nothing. */
export async function removeDueTenants(system: System): Promise<void> {
  const due = await system.db.asOperator((tx) => tx.tenant.findMany({ where: { kind: 'customer', deletesAt: { lte: system.clock.now() } } }))
  for (const tenant of due) await removeTenant(system, tenant).catch((error: unknown) => system.log.error({ tenant: tenant.id, err: error }, 'tenant not removed; tried again in a minute'))
}

type Removed = DeletionStatement['parts'][number]

/**
 * A customer of a cell is struck from the list: what it has is removed and certified there. Others in the order of a lease: sessions, then the key (what a later step leaves behind is unreadable), then files, people and
 * dashboards; the rows last, in one transaction with the certificate. Each neighbour is asked afterwards what it still
 * holds; an answer of anything stops it, and the next run goes on.
 */
async function removeTenant(system: System, { id, createdAt, deletesAt, cellUrl }: Tenant): Promise<void> {
  if (cellUrl) return system.db.asOperator((tx) => removeTenantRowsIn(tx, id))
  await closeLastMonths(system, id, createdAt)
  if (await endKeptPlant(system, id)) return
  const sessionsEndedAt = system.clock.now()
  await system.db.asOperator((tx) => tx.session.updateMany({ where: { tenantId: id, endedAt: null }, data: { endedAt: sessionsEndedAt } }))
  const accounts = await system.db.asOperator((tx) => tx.account.findMany({ where: { tenantId: id }, select: { id: true } }))
  const parts: Removed[] = []
  const remove = async (part: string, holder: string, work: () => Promise<Outcome>, held: () => Promise<number>) => parts.push(await removed(system, part, holder, work, held))
  await remove('Data key', 'Key store', () => system.keys.destroy(id), async () => named(id, await system.keys.listKeys(id)))
  await remove('Object space', 'Object storage', () => system.objects.removeSpace(id), async () => named(id, await system.objects.listSpaces(id)))
  await remove('Dashboards', 'Dashboards', () => removeDashboards(system, id), async () => named(id, await listDashboardHolders(system, id)))
  await remove('People', 'Accounts', () => removePeople(system, accounts), () => heldPeople(system, accounts))
  await system.db.asOperator(async (tx) => {
    await removeTenantRowsIn(tx, id)
    const goneAt = system.clock.now()
    const left = await countTenantRowsIn(tx, id)
    if (left > 0) throw new Error(`PostgreSQL still holds ${left} rows of ${id}`)
    parts.push({ part: 'Plant data', system: 'PostgreSQL', removedAt: goneAt.toISOString(), listedAfter: left })
    const statement: DeletionStatement = {
      kind: 'millrace.deletion-certificate.v1', subject: 'tenant', lease: id,
      readyAt: createdAt.toISOString(), deadlineAt: deletesAt?.toISOString() ?? null,
      sessionsEndedAt: sessionsEndedAt.toISOString(), keyDestroyedAt: parts[0]!.removedAt, goneAt: goneAt.toISOString(), parts,
      ...(await keptBillsOf(system, tx, id, goneAt)),
    }
    await certify(system, tx, randomBytes(9).toString('hex'), statement, goneAt)
  })
}

async function removed(system: System, part: string, holder: string, work: () => Promise<Outcome>, held: () => Promise<number>): Promise<Removed> {
  const done = await work()
  if (!done.ok) throw new Error(`${holder}: ${done.failure.message}`)
  const listedAfter = await held()
  if (listedAfter > 0) throw new Error(`${holder} still lists ${listedAfter}`)
  return { part, system: holder, removedAt: system.clock.now().toISOString(), listedAfter }
}

function named(id: string, listed: Outcome<string[]>): number {
  if (!listed.ok) throw new Error(listed.failure.message)
  return listed.value.filter((name) => name === id).length
}

async function removePeople(system: System, accounts: { id: string }[]): Promise<Outcome> {
  let last: Outcome = { ok: true, value: undefined }
  for (const { id } of accounts) {
    last = await system.identity.removeUser(id)
    if (!last.ok) return last
  }
  return last
}

async function heldPeople(system: System, accounts: { id: string }[]): Promise<number> {
  if (accounts.length === 0) return 0
  const listed = await system.identity.listUsers('')
  if (!listed.ok) throw new Error(listed.failure.message)
  const ids = new Set(accounts.map(({ id }) => id))
  return listed.value.filter((name) => ids.has(name)).length
}
