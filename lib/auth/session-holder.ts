import type { AccountStatus, Lease, Role, Session } from '@/lib/generated/prisma/client'
import type { Database } from '@/lib/db'

/** What of a lease says whether somebody is let in, and what they are told of it. */
export type HeldLease = Pick<Lease, 'id' | 'name' | 'state' | 'enterableAt' | 'deadlineAt' | 'readyAt' | 'hours' | 'leadId'>

export interface SessionHolder {
  session: Pick<Session, 'tenantId' | 'accountId' | 'expiresAt' | 'endedAt' | 'lastSeenAt' | 'impersonator' | 'impersonatorSession' | 'impersonationReason'>
  account: { email: string; name: string; status: AccountStatus; preferences: Record<string, unknown> }
  /** Of the tenant, when it is a demo plant. */
  lease: HeldLease | null
  /** Null for the platform's own people. */
  tenant: { suspendedAt: Date | null; deletesAt: Date | null } | null
  grants: { role: Role; nodeId: string }[]
}

const columns = (table: string, group: string, names: Record<string, string>) => Object.entries(names).map(([name, column]) => `${table}.${column} AS "${group}.${name}"`)

// One statement: it is asked at every request of every page, and each further round trip would be waited for there. In the database roles are written with hyphens.
const statement = {
  name: 'session-holder',
  text: `SELECT ${[
    ...columns('s', 'session', { tenantId: 'tenant_id', accountId: 'account_id', expiresAt: 'expires_at', endedAt: 'ended_at', lastSeenAt: 'last_seen_at', impersonator: 'impersonator', impersonatorSession: 'impersonator_session', impersonationReason: 'impersonation_reason' }),
    ...columns('a', 'account', { email: 'email', name: 'name', status: 'status', preferences: 'preferences' }),
    ...columns('l', 'lease', { id: 'id', name: 'name', state: 'state', enterableAt: 'enterable_at', deadlineAt: 'deadline_at', readyAt: 'ready_at', hours: 'hours', leadId: 'lead_id' }),
    ...columns('t', 'tenant', { id: 'id', suspendedAt: 'suspended_at', deletesAt: 'deletes_at' }),
  ].join(', ')}, (
    SELECT coalesce(json_agg(json_build_object('role', replace(g.role::text, '-', '_'), 'nodeId', g.node_id)), '[]') FROM role_grant g WHERE g.tenant_id = s.tenant_id AND g.account_id = s.account_id
  ) AS grants
  FROM session s
  JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
  LEFT JOIN lease l ON l.name = s.tenant_id
  LEFT JOIN tenant t ON t.id = s.tenant_id
  WHERE s.id_hash = $1`,
}

/** All that says who holds a session and what they may, in one round trip; null for no session. */
export async function findHolder({ operatorPool }: Database, idHash: string): Promise<SessionHolder | null> {
  const { rows } = await operatorPool.query<Record<string, unknown>>({ ...statement, values: [idHash] })
  const row = rows[0]
  if (!row) return null
  const group = (name: string) => Object.fromEntries(Object.entries(row).flatMap(([key, value]) => (key.startsWith(`${name}.`) ? [[key.slice(name.length + 1), value]] : [])))
  const there = (name: string) => (row[`${name}.id`] === null ? null : group(name))
  return {
    session: group('session') as SessionHolder['session'],
    account: group('account') as SessionHolder['account'],
    lease: there('lease') as HeldLease | null,
    tenant: there('tenant') as SessionHolder['tenant'],
    grants: row.grants as SessionHolder['grants'],
  }
}
