import type { UsageRow } from '@/lib/api/admin-usage'
import type { Lease } from '@/lib/generated/prisma/client'
import { industryOf } from '@/lib/plant/stories'
import type { System } from '@/lib/system'
import { countTenantRows } from '@/lib/tenancy/tenant-rows'

/** Counting is work for the database: so many leases at once, that the plants keep the rest of it. */
const atOnce = 3

/** What each lease that is not gone uses, newest first, at most `most`. A neighbour that does not answer leaves its figures null. */
export async function loadUsage(system: System, most?: number): Promise<UsageRow[]> {
  const leases = await system.db.asOperator((tx) => tx.lease.findMany({ where: { state: { not: 'gone' } }, orderBy: { createdAt: 'desc' }, take: most }))
  const rows: UsageRow[] = []
  const next = leases.entries()
  const count = async () => {
    for (const [i, lease] of next) rows[i] = await usageOf(system, lease)
  }
  await Promise.all(Array.from({ length: atOnce }, count))
  return rows
}

/** How many leases are not gone. */
export const countLeases = (system: System): Promise<number> => system.db.asOperator((tx) => tx.lease.count({ where: { state: { not: 'gone' } } }))

async function usageOf(system: System, lease: Lease): Promise<UsageRow> {
  const [rowCount, objects, notebook, people] = await Promise.all([
    countTenantRows(system.db, lease.name),
    system.objects.list(lease.name).catch(() => null),
    system.notebooks.activity(lease.name).catch(() => null),
    loadPeople(system, lease),
  ])
  const stored = objects?.ok ? objects.value : null
  return {
    lease: lease.name,
    state: lease.state,
    email: lease.email,
    industry: industryOf(lease.industry),
    readyAt: lease.readyAt?.toISOString() ?? null,
    deadlineAt: lease.deadlineAt?.toISOString() ?? null,
    rowCount,
    objectCount: stored?.length ?? null,
    objectBytes: stored?.reduce((sum, { bytes }) => sum + bytes, 0) ?? null,
    ...people,
    notebook: notebook?.ok
      ? {
          running: notebook.value.running,
          lastActivityAt: notebook.value.lastActivity?.toISOString() ?? null,
          notebooksOpened: notebook.value.opened.length,
          cellsRun: notebook.value.cellsRun,
          cellsFailed: notebook.value.cellsFailed,
        }
      : null,
  }
}

const loadPeople = (system: System, { id, name }: Lease) =>
  system.db.asOperator(async (tx) => {
    const open = { tenantId: name, endedAt: null, expiresAt: { gt: system.clock.now() } }
    const last = await tx.account.findFirst({ where: { tenantId: name }, orderBy: { lastSeenAt: { sort: 'desc', nulls: 'last' } }, select: { lastSeenAt: true } })
    return {
      sessionCount: await tx.session.count({ where: { tenantId: name } }),
      openSessionCount: await tx.session.count({ where: open }),
      eventCount: await tx.engagementEvent.count({ where: { leaseId: id } }),
      lastSeenAt: last?.lastSeenAt?.toISOString() ?? null,
    }
  })
