import { embeddedIdentity } from '@/lib/adapters/identity/embedded'
import { asFailure, KeycloakApi } from '@/lib/adapters/identity/keycloak-api'
import { RealmPeople } from '@/lib/adapters/identity/keycloak-people'
import { realmOfName, realmsOfPrefix, type Realm, realms } from '@/lib/adapters/identity/keycloak-realms'
import type { Identity, RoleName } from '@/lib/adapters/identity/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { forName } from '@/lib/adapters/resource-name'
import type { Clock } from '@/lib/clock'
import type { Database } from '@/lib/db'

export interface KeycloakOptions {
  /** Without a trailing slash, e.g. `http://127.0.0.1:8081`. */
  url: string
  /** The client that may manage people, the same in both realms. */
  provisioner: { clientId: string; clientSecret: string }
  deadlineMs?: number
}

/**
 * People in Keycloak: those of demo plants in the realm `demo`, everybody else in `manufacturing-platform`. Keycloak
 * holds passwords and decides who may sign in; our own rows (account, roles, sessions) follow it and hold no password.
 */
export function keycloakIdentity({ url, provisioner, deadlineMs = 8_000 }: KeycloakOptions, db: Database, clock: Clock): Identity {
  const own = embeddedIdentity(db, clock)
  const inRealm = Object.fromEntries(realms.map((realm) => [realm, new RealmPeople(realm, new KeycloakApi(url, { realm, ...provisioner }))])) as Record<Realm, RealmPeople>
  const peopleOf = (name: string) => inRealm[realmOfName(name)]

  async function endSessions(name: string): Promise<Outcome<number>> {
    const ended = await own.endSessions(name)
    const there = await within(deadlineMs, async (signal) => done(await peopleOf(name).endSessions(name, signal)))
    // The same browser has a session in both; who only used another application has one in Keycloak alone.
    return ended.ok && there.ok ? done(Math.max(ended.value, there.value)) : there
  }

  return {
    async ensureUser(user) {
      // Our own row first: it refuses what is no name or address, and whom another tenant or another realm holds.
      const written = await own.ensureUser({ ...user, password: undefined })
      return written.ok ? within(deadlineMs, (signal) => peopleOf(user.name).ensure(user, signal)) : written
    },
    setGroups: forName((name, groups: RoleName[]) =>
      within(deadlineMs, async (signal) => {
        const user = await peopleOf(name).find(name, signal)
        if (!user) return failed('refused', `there is no user ${name}`)
        const gained = await peopleOf(name).setGroups(user, groups, signal)
        // An administrator signs in with a second factor: sessions that began without one end.
        if (gained.includes('admin')) await endSessions(name)
        return own.setGroups(name, groups)
      }),
    ),
    setEnabled: forName((name, enabled: boolean) =>
      within(deadlineMs, async (signal) => {
        const user = await peopleOf(name).find(name, signal)
        if (!user) return failed('refused', `there is no user ${name}`)
        await peopleOf(name).write(user, { enabled }, signal)
        return own.setEnabled(name, enabled)
      }),
    ),
    endSessions: forName(endSessions),
    removeUser: forName(async (name) => {
      const removed = await own.removeUser(name)
      return removed.ok ? within(deadlineMs, async (signal) => done(await peopleOf(name).remove(name, signal))) : removed
    }),
    // Keycloak's own list: who is missing there is made again. Rows of ours that are left over are the plant's to find.
    listUsers: (prefix) =>
      within(deadlineMs, async (signal) => {
        const lists = await Promise.all(realmsOfPrefix(prefix).map((realm) => inRealm[realm].list(prefix, signal)))
        return done(lists.flat().sort())
      }),
  }
}

/** One deadline over all steps of a call; every throw becomes a failure that the reconciler can branch on. */
async function within<T>(deadlineMs: number, call: (signal: AbortSignal) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const deadline = AbortSignal.timeout(deadlineMs)
  return call(deadline).catch((error: unknown) => ({ ok: false as const, failure: asFailure(error, deadline) }))
}
