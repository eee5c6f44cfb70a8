import type { Outcome } from '@/lib/adapters/outcome'

export type RoleName = 'admin' | 'data-engineer' | 'data-analyst' | 'viewer' | 'demo-user' | 'sales'

export interface IdentityUser {
  /** Unique and stable; a lease's user carries the lease's name. */
  name: string
  tenantId: string
  email: string
  displayName: string
  groups: RoleName[]
  /** Set when given, kept when not. */
  password?: string
}

/** Who may sign in. */
export interface Identity {
  /** Creates or repairs the user. Refused when another user holds the address. */
  ensureUser(user: IdentityUser): Promise<Outcome>
  setGroups(name: string, groups: RoleName[]): Promise<Outcome>
  /** Who is disabled cannot sign in; sessions that stand are ended by `endSessions`. */
  setEnabled(name: string, enabled: boolean): Promise<Outcome>
  /** Ends every session and kills every unused link of the user; returns how many sessions ended. */
  endSessions(name: string): Promise<Outcome<number>>
  /** Removing who is not there succeeds. */
  removeUser(name: string): Promise<Outcome>
  listUsers(prefix: string): Promise<Outcome<string[]>>
}
