import { z } from 'zod'
import { type KeycloakApi, KeycloakProblem } from '@/lib/adapters/identity/keycloak-api'
import { linkProvider, realmOfName, type Realm } from '@/lib/adapters/identity/keycloak-realms'
import type { IdentityUser, RoleName } from '@/lib/adapters/identity/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'

const userShape = z.looseObject({
  id: z.string(),
  username: z.string(),
  email: z.string().nullish(),
  emailVerified: z.boolean().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  enabled: z.boolean().nullish(),
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
})
type User = z.infer<typeof userShape>
const named = z.array(z.object({ id: z.string(), name: z.string() }))

const page = 500

/** The users of one realm over the admin API. Every method throws a KeycloakProblem. */
export class RealmPeople {
  private readonly inTurn = turns()

  constructor(
    private readonly realm: Realm,
    private readonly api: KeycloakApi,
  ) {}

  ensure(user: IdentityUser, signal: AbortSignal): Promise<Outcome> {
    return this.inTurn(user.name, () => this.create(user, signal))
  }

  /** One call when the user is new: password, groups and the way in by a link ride with it. */
  private async create(user: IdentityUser, signal: AbortSignal): Promise<Outcome> {
    const known = await this.find(user.name, signal)
    if (known) return this.repair(known, user, signal)
    const { status } = await this.ask('POST', '/users', signal, [201, 409], {
      username: user.name,
      ...factsOf(user),
      attributes: { tenant: [user.tenantId] },
      groups: [...new Set(user.groups)],
      ...(user.password && { credentials: [passwordOf(user.password)] }),
      ...(this.realm === 'demo' && { federatedIdentities: [{ identityProvider: linkProvider, userId: user.name, userName: user.name }] }),
    })
    if (status === 201) return done()
    // Made by somebody else at the same moment, or the address is held by a user whom we do not know.
    const made = await this.find(user.name, signal)
    return made ? this.repair(made, user, signal) : failed('refused', `another user of ${this.realm} holds ${user.email}`)
  }

  private async repair(known: User, user: IdentityUser, signal: AbortSignal): Promise<Outcome> {
    const tenant = known.attributes?.tenant?.[0]
    if (tenant && tenant !== user.tenantId) return failed('refused', `${user.name} belongs to the tenant ${tenant}`)
    try {
      await this.write(known, { ...factsOf(user), attributes: { ...known.attributes, tenant: [user.tenantId] } }, signal)
    } catch (problem) {
      if (problem instanceof KeycloakProblem && problem.status === 409) return failed('refused', `another user of ${this.realm} holds ${user.email}`)
      throw problem
    }
    await this.setGroups(known, user.groups, signal)
    if (user.password) await this.ask('PUT', `/users/${known.id}/reset-password`, signal, [204], passwordOf(user.password))
    if (this.realm === 'demo') await this.ask('POST', `/users/${known.id}/federated-identity/${linkProvider}`, signal, [204, 409], { userId: user.name, userName: user.name })
    return done()
  }

  /** A PUT wipes what it does not say: it always says the whole user, and is left out when nothing changes. */
  async write(user: User, change: Partial<User>, signal: AbortSignal): Promise<void> {
    const changed = Object.entries(change).some(([field, wanted]) => JSON.stringify(user[field] ?? '') !== JSON.stringify(wanted ?? ''))
    if (changed) await this.ask('PUT', `/users/${user.id}`, signal, [204], { ...user, ...change })
  }

  /** @returns the groups that are new. */
  async setGroups(user: User, groups: RoleName[], signal: AbortSignal): Promise<RoleName[]> {
    const held = named.parse((await this.ask('GET', `/users/${user.id}/groups`, signal, [200])).body)
    for (const { id, name } of held) {
      if (!groups.includes(name as RoleName)) await this.ask('DELETE', `/users/${user.id}/groups/${id}`, signal, [204, 404])
    }
    const missing = [...new Set(groups)].filter((group) => !held.some(({ name }) => name === group))
    const known = missing.length > 0 ? named.parse((await this.ask('GET', '/groups?max=1000', signal, [200])).body) : []
    for (const group of missing) {
      const id = known.find(({ name }) => name === group)?.id
      if (!id) throw new KeycloakProblem(failed('refused', `the realm ${this.realm} has no group ${group}: apply platform/keycloak`).failure)
      await this.ask('PUT', `/users/${user.id}/groups/${id}`, signal, [204])
    }
    return missing
  }

  /** @returns how many sessions ended. */
  async endSessions(name: string, signal: AbortSignal): Promise<number> {
    const user = await this.find(name, signal)
    if (!user) return 0
    const { status, body } = await this.ask('GET', `/users/${user.id}/sessions`, signal, [200, 404])
    await this.ask('POST', `/users/${user.id}/logout`, signal, [204, 404])
    return status === 200 ? z.array(z.unknown()).parse(body).length : 0
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    const user = await this.find(name, signal)
    if (user) await this.ask('DELETE', `/users/${user.id}`, signal, [204, 404])
  }

  /** By user name; who was made in Keycloak under a name that is none here is known by Keycloak's id. */
  async find(name: string, signal: AbortSignal): Promise<User | null> {
    const { body } = await this.ask('GET', `/users?exact=true&username=${encodeURIComponent(name)}`, signal, [200])
    const [user] = z.array(userShape).parse(body)
    if (user || !z.uuid().safeParse(name).success) return user ?? null
    const byId = await this.ask('GET', `/users/${name}`, signal, [200, 404])
    return byId.status === 200 ? userShape.parse(byId.body) : null
  }

  /** What Keycloak finds by a part of the name, however many pages; then literally by prefix. */
  async list(prefix: string, signal: AbortSignal): Promise<string[]> {
    const names: string[] = []
    for (let first = 0; ; first += page) {
      const { body } = await this.ask('GET', `/users?briefRepresentation=true&username=${encodeURIComponent(prefix)}&first=${first}&max=${page}`, signal, [200])
      const users = z.array(z.object({ username: z.string() })).parse(body)
      names.push(...users.map(({ username }) => username).filter((name) => name.startsWith(prefix) && realmOfName(name) === this.realm))
      if (users.length < page) return names
    }
  }

  private ask(method: string, path: string, signal: AbortSignal, accepted: number[], body?: unknown) {
    return this.api.ask(method, `/${this.realm}${path}`, signal, accepted, body)
  }
}

const factsOf = ({ email, displayName }: IdentityUser) => ({ email: email.toLowerCase(), emailVerified: true, firstName: displayName, enabled: true })

const passwordOf = (value: string) => ({ type: 'password', value, temporary: false })

/** Work on one name runs one after the other: Keycloak answers two that write the same user at once with an error. */
function turns() {
  const last = new Map<string, Promise<unknown>>()
  return <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work)
    last.set(name, mine)
    const forget = () => void (last.get(name) === mine && last.delete(name))
    mine.then(forget, forget)
    return mine
  }
}
