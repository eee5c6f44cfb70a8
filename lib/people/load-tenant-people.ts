import { Prisma, type AccountStatus, type Role } from '@/lib/generated/prisma/client'
import type { Tx } from '@/lib/db'
import type { System } from '@/lib/system'

export const peopleSorts = ['name', 'email', 'seen'] as const
export type PeopleSort = (typeof peopleSorts)[number]

export interface PeopleQuery {
  search: string
  sort: PeopleSort
  descending: boolean
  /** What the last row of the page before was sorted by, and its id; null for the first page. */
  after: { key: string; id: string } | null
}

export interface TenantPerson {
  accountId: string
  name: string
  email: string
  status: AccountStatus
  lastSeenAt: string | null
  roles: { role: Role; nodeId: string; place: string }[]
  openSessions: number
}

export interface PeoplePage {
  rows: TenantPerson[]
  /** Where the next page begins; null on the last one. */
  next: { key: string; id: string } | null
  /** How many match, counted to a thousand: more is said as "over 1 000". */
  matching: number
}

const pageRows = 50
export const mostCounted = 1000

/** Expressions of the indexes `account_tenant_…_idx`, and how a cursor's text becomes their type again. */
const sortColumns: Record<PeopleSort, { column: Prisma.Sql; cast: Prisma.Sql }> = {
  name: { column: Prisma.sql`lower(name)`, cast: Prisma.sql`text` },
  email: { column: Prisma.sql`email`, cast: Prisma.sql`text` },
  seen: { column: Prisma.sql`coalesce(last_seen_at, '-infinity'::timestamptz)`, cast: Prisma.sql`timestamptz` },
}

interface AccountRow {
  id: string
  name: string
  email: string
  status: AccountStatus
  lastSeenAt: Date | null
  key: string
}

/** A page of the tenant's people. However many there are, a page reads its own rows: it begins after the last one of the page before. */
export function loadTenantPeople(system: System, tenantId: string, query: PeopleQuery): Promise<PeoplePage> {
  return system.db.asOperator(async (tx) => {
    const found = await findAccounts(tx, tenantId, query)
    const rows = found.slice(0, pageRows)
    const last = rows.at(-1)
    return {
      rows: await withRoles(tx, tenantId, rows, system.clock.now()),
      next: found.length > pageRows && last ? { key: last.key, id: last.id } : null,
      matching: await countMatching(tx, tenantId, query.search),
    }
  })
}

const matches = (tenantId: string, search: string) =>
  search ? Prisma.sql`tenant_id = ${tenantId} AND (lower(name) || ' ' || email) LIKE ${`%${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`}` : Prisma.sql`tenant_id = ${tenantId}`

function findAccounts(tx: Tx, tenantId: string, { search, sort, descending, after }: PeopleQuery): Promise<AccountRow[]> {
  const { column, cast } = sortColumns[sort]
  const beyond = descending ? Prisma.sql`<` : Prisma.sql`>`
  const order = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`
  const from = after ? Prisma.sql`AND (${column}, id) ${beyond} (${after.key}::${cast}, ${after.id})` : Prisma.empty
  // Words of three letters and more have trigrams: found first, then put in order. Looked for in the order of the list, a
  // word that nobody has would be compared with everybody.
  const source = search.length >= 3 ? Prisma.sql`(WITH found AS MATERIALIZED (SELECT * FROM account WHERE ${matches(tenantId, search)}) SELECT * FROM found) account WHERE true` : Prisma.sql`account WHERE ${matches(tenantId, search)}`
  return tx.$queryRaw<AccountRow[]>`
    SELECT id, name, email, status::text AS status, last_seen_at AS "lastSeenAt", (${column})::text AS key
    FROM ${source} ${from}
    ORDER BY ${column} ${order}, id ${order} LIMIT ${pageRows + 1}`
}

async function countMatching(tx: Tx, tenantId: string, search: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM (SELECT 1 FROM account WHERE ${matches(tenantId, search)} LIMIT ${mostCounted + 1}) t`
  return row!.n
}

async function withRoles(tx: Tx, tenantId: string, accounts: AccountRow[], now: Date): Promise<TenantPerson[]> {
  const ids = accounts.map(({ id }) => id)
  const grants = await tx.roleGrant.findMany({ where: { tenantId, accountId: { in: ids } }, orderBy: { grantedAt: 'asc' } })
  const nodes = await tx.plantNode.findMany({ where: { tenantId, id: { in: grants.map(({ nodeId }) => nodeId) } }, select: { id: true, name: true } })
  const sessions = await tx.session.groupBy({ by: ['accountId'], where: { tenantId, accountId: { in: ids }, endedAt: null, expiresAt: { gt: now } }, _count: { _all: true } })
  const placeOf = (nodeId: string) => (nodeId ? (nodes.find(({ id }) => id === nodeId)?.name ?? `${nodeId} (gone)`) : 'whole plant')
  return accounts.map(({ id, name, email, status, lastSeenAt }) => ({
    accountId: id, name, email, status,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    roles: grants.filter(({ accountId }) => accountId === id).map(({ role, nodeId }) => ({ role, nodeId, place: placeOf(nodeId) })),
    openSessions: sessions.find(({ accountId }) => accountId === id)?._count._all ?? 0,
  }))
}
