import type { Tx } from '@/lib/db'
import { Refusal } from '@/lib/http/problem'
import type { Feature } from '@/lib/licence/edition'
import { loadStanding } from '@/lib/licence/licences'
import { refuseFeature, refuseMore } from '@/lib/licence/limits'
import type { Standing } from '@/lib/licence/standing'
import type { System } from '@/lib/system'

/**
 * Guards of what a licence limits, asked in the transaction that adds. Customers only: a demo is measured by its hours.
 * Ingest, alarms and reading have none, whatever the licence says.
 */
export async function requireRoomFor(system: System, tx: Tx, tenantId: string, what: 'users' | 'sites', adding = 1): Promise<void> {
  if (!(await isCustomer(tx, tenantId))) return
  // Two who add at once are counted one after the other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('licence'), hashtext(${tenantId}))`
  const standing = await standingNow(system, tenantId)
  const why = refuseMore(standing, what, what === 'users' ? await countUsers(tx, tenantId) : await countSites(tx, tenantId), adding)
  if (why) throw new Refusal(402, 'Not licensed', why)
}

/** @throws Refusal 402 that names the edition that has it. */
export async function requireFeature(system: System, tx: Tx, tenantId: string, feature: Feature): Promise<void> {
  if (!(await isCustomer(tx, tenantId))) return
  const why = refuseFeature(await standingNow(system, tenantId), feature)
  if (why) throw new Refusal(402, 'Not licensed', why)
}

/** In a transaction of its own: what an installation has seen of time is not a tenant's to read. */
const standingNow = async (system: System, tenantId: string): Promise<Standing> =>
  (await system.db.asOperator((tx) => loadStanding(system, tx, tenantId))).standing

const isCustomer = async (tx: Tx, id: string): Promise<boolean> => (await tx.tenant.count({ where: { id, kind: 'customer' } })) > 0

/** Those who may sign in. */
export const countUsers = (tx: Tx, tenantId: string): Promise<number> => tx.account.count({ where: { tenantId, status: 'active' } })
export const countSites = (tx: Tx, tenantId: string): Promise<number> => tx.plantNode.count({ where: { tenantId, level: 'site' } })
