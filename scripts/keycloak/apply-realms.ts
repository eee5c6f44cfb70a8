import { readFileSync } from 'node:fs'
import path from 'node:path'
import { KeycloakApi } from '@/lib/adapters/identity/keycloak-api'
import { realms } from '@/lib/adapters/identity/keycloak-realms'
import { checkout } from '../checkout'
import { ensureFlow, type FlowFile } from './ensure-flow'

export interface Installer {
  /** Without a trailing slash. */
  url: string
  /** A client of the realm `master` that may manage realms, e.g. the one that Keycloak is bootstrapped with. */
  clientId: string
  clientSecret: string
}

type Named = Record<string, unknown> & { id?: string }
interface RealmFile extends Record<string, unknown> {
  realm: string
  roles: { realm: { name: string }[] }
  groups: { name: string; realmRoles: string[] }[]
  clientScopes: (Named & { name: string; protocolMappers: (Named & { name: string })[] })[]
  defaultDefaultClientScopes: string[]
  clients: (Named & { clientId: string; redirectUris: string[] })[]
  users: { serviceAccountClientId: string; clientRoles: Record<string, string[]> }[]
  authenticationFlows: FlowFile[]
  authenticatorConfig?: { alias: string; config: Record<string, string> }[]
  identityProviders?: (Named & { alias: string })[]
  components: { 'org.keycloak.userprofile.UserProfileProvider': [{ config: { 'kc.user.profile.config': [string] } }] }
}

const deadlineMs = 60_000

/**
 * Makes the realms of platform/keycloak be what their files say: a realm that is not there is made, one that is there
 * is brought to the file's settings without touching people, sessions or ids. Running again changes nothing.
 * @param values what the placeholders `${NAME}` stand for; a client whose address is not given is left disabled.
 * @throws with Keycloak's own words.
 */
export async function applyRealms({ url, clientId, clientSecret }: Installer, values: Record<string, string>): Promise<void> {
  const api = new KeycloakApi(url, { realm: 'master', clientId, clientSecret })
  await Promise.all(realms.map((realm) => applyRealm(api, readRealm(realm, values))))
}

/** The file with its placeholders filled. */
export function readRealm(realm: string, values: Record<string, string>): RealmFile {
  const text = readFileSync(path.join(checkout, `platform/keycloak/realms/${realm}.json`), 'utf8')
  const filled = JSON.parse(text.replace(/\$\{([A-Z_]+)\}/g, (placeholder, name: string) => (name in values ? JSON.stringify(values[name]).slice(1, -1) : placeholder))) as RealmFile
  const isOpen = (text: string) => /\$\{[A-Z_]+\}/.test(text)
  filled.clients = filled.clients.map((client) => (isOpen(JSON.stringify(client)) ? { clientId: client.clientId, name: client.name, enabled: false, publicClient: false, redirectUris: [] } : client))
  if (isOpen(JSON.stringify(filled))) throw new Error(`the realm ${realm} lacks a value for ${JSON.stringify(filled).match(/\$\{([A-Z_]+)\}/)![1]}`)
  return filled
}

async function applyRealm(api: KeycloakApi, file: RealmFile): Promise<void> {
  const at = new RealmAdmin(api, file.realm)
  if (await at.isNew()) await at.create(file)
  else await at.bring(file)
}

/** One realm, by the admin API. What people made in it besides the file stays. */
class RealmAdmin {
  constructor(
    private readonly api: KeycloakApi,
    private readonly realm: string,
  ) {}

  async isNew(): Promise<boolean> {
    return (await this.ask('GET', '', [200, 404])).status === 404
  }

  create(file: RealmFile): Promise<unknown> {
    return this.api.ask('POST', '', AbortSignal.timeout(deadlineMs), [201], file)
  }

  async bring(file: RealmFile): Promise<void> {
    const { roles, groups, clientScopes, clients, users, authenticationFlows, authenticatorConfig = [], identityProviders = [], components, defaultDefaultClientScopes, ...settings } = file
    for (const flow of authenticationFlows.filter(({ topLevel }) => topLevel)) await ensureFlow((...asked) => this.ask(...asked), flow, authenticationFlows, authenticatorConfig)
    // A PUT of a realm leaves what it does not say.
    await this.ask('PUT', '', [204], settings)
    await this.ask('PUT', '/users/profile', [200], JSON.parse(components['org.keycloak.userprofile.UserProfileProvider'][0].config['kc.user.profile.config'][0]))
    for (const role of roles.realm) await this.ask('POST', '/roles', [201, 409], role)
    for (const group of groups) await this.bringGroup(group)
    for (const scope of clientScopes) await this.bringScope(scope, defaultDefaultClientScopes.includes(scope.name))
    for (const client of clients) await this.bringClient(client, defaultDefaultClientScopes)
    for (const user of users) await this.bringServiceAccount(user)
    for (const provider of identityProviders) await this.bringProvider(provider)
  }

  private async bringGroup({ name, realmRoles }: RealmFile['groups'][number]): Promise<void> {
    await this.ask('POST', '/groups', [201, 409], { name })
    const group = await this.byName('/groups?max=1000', 'name', name)
    const roles = await Promise.all(realmRoles.map(async (role) => (await this.ask('GET', `/roles/${role}`, [200])).body))
    await this.ask('POST', `/groups/${group.id}/role-mappings/realm`, [204], roles)
  }

  private async bringScope({ protocolMappers, ...scope }: RealmFile['clientScopes'][number], everywhere: boolean): Promise<void> {
    await this.ask('POST', '/client-scopes', [201, 409], scope)
    const { id } = await this.byName('/client-scopes', 'name', scope.name)
    await this.ask('PUT', `/client-scopes/${id}`, [204], { ...scope, id })
    const mappers = `/client-scopes/${id}/protocol-mappers/models`
    for (const mapper of protocolMappers) {
      await this.ask('POST', mappers, [201, 409], mapper)
      const known = await this.byName(mappers, 'name', mapper.name)
      await this.ask('PUT', `${mappers}/${known.id}`, [204], { ...known, ...mapper })
    }
    if (everywhere) await this.ask('PUT', `/default-default-client-scopes/${id}`, [204, 409])
  }

  private async bringClient(client: RealmFile['clients'][number], scopes: string[]): Promise<void> {
    await this.ask('POST', '/clients', [201, 409], client)
    const known = await this.byName(`/clients?clientId=${client.clientId}`, 'clientId', client.clientId)
    await this.ask('PUT', `/clients/${known.id}`, [204], { ...known, ...client, attributes: { ...(known.attributes as object), ...(client.attributes as object) } })
    for (const scope of scopes) {
      const { id } = await this.byName('/client-scopes', 'name', scope)
      await this.ask('PUT', `/clients/${known.id}/default-client-scopes/${id}`, [204])
    }
  }

  /** Exactly the roles of the file: a right that was taken out of it is taken away. */
  private async bringServiceAccount({ serviceAccountClientId, clientRoles }: RealmFile['users'][number]): Promise<void> {
    const client = await this.byName(`/clients?clientId=${serviceAccountClientId}`, 'clientId', serviceAccountClientId)
    const account = (await this.ask('GET', `/clients/${client.id}/service-account-user`, [200])).body as Named
    for (const [owner, wanted] of Object.entries(clientRoles)) {
      const { id } = await this.byName(`/clients?clientId=${owner}`, 'clientId', owner)
      const mappings = `/users/${account.id}/role-mappings/clients/${id}`
      const held = (await this.ask('GET', mappings, [200])).body as (Named & { name: string })[]
      const roles = await Promise.all(wanted.map(async (role) => (await this.ask('GET', `/clients/${id}/roles/${role}`, [200])).body))
      await this.ask('DELETE', mappings, [204], held.filter(({ name }) => !wanted.includes(name)))
      await this.ask('POST', mappings, [204], roles)
    }
  }

  private async bringProvider(provider: Named & { alias: string }): Promise<void> {
    const { status } = await this.ask('POST', '/identity-provider/instances', [201, 409], provider)
    if (status === 409) await this.ask('PUT', `/identity-provider/instances/${provider.alias}`, [204], provider)
  }

  private async byName(path: string, field: string, wanted: string): Promise<Named> {
    const found = ((await this.ask('GET', path, [200])).body as Named[]).find((each) => each[field] === wanted)
    if (!found) throw new Error(`the realm ${this.realm} has no ${wanted} at ${path}`)
    return found
  }

  private ask(method: string, path: string, accepted: number[], body?: unknown) {
    return this.api.ask(method, `/${this.realm}${path}`, AbortSignal.timeout(deadlineMs), accepted, body)
  }
}
