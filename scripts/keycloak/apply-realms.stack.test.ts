import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { KeycloakApi } from '@/lib/adapters/identity/keycloak-api'
import { type TestKeycloak, testKeycloak } from '@/lib/testing/test-keycloak'

let keycloak: TestKeycloak
let master: KeycloakApi
beforeAll(async () => {
  const made = await testKeycloak()
  if (made) [keycloak, master] = [made, made.api('master', made.installer)]
}, 900_000)
afterAll(() => keycloak?.stop())
beforeEach(({ skip }) => skip(!keycloak, 'Keycloak cannot be had here'))

const ask = async (method: string, path: string, body?: unknown) => (await master.ask(method, `/manufacturing-platform${path}`, AbortSignal.timeout(30_000), [200, 201, 204], body)).body
type Named = { id: string; name: string; clientId: string }

describe('applying the realm files again', () => {
  it('puts right what was changed by hand and keeps people, ids and what was added', async () => {
    const [portal] = (await ask('GET', '/clients?clientId=portal')) as Named[]
    await ask('PUT', '', { bruteForceProtected: false, accessTokenLifespan: 9000 })
    await ask('PUT', `/clients/${portal!.id}`, { ...portal, redirectUris: ['https://evil.example/*'], attributes: { 'pkce.code.challenge.method': '' } })
    const viewer = ((await ask('GET', '/groups')) as Named[]).find(({ name }) => name === 'viewer')!
    await ask('POST', '/users', { username: 'stays', email: 'stays@example.com', enabled: true, groups: ['viewer'] })

    await keycloak.applyAgain()
    expect(await ask('GET', '')).toMatchObject({ bruteForceProtected: true, accessTokenLifespan: 300 })
    expect(await ask('GET', '/clients?clientId=portal')).toMatchObject([{ id: portal!.id, redirectUris: [`${keycloak.system.settings.portalUrl}/api/auth/callback/staff`], attributes: { 'pkce.code.challenge.method': 'S256' } }])
    const members = (await ask('GET', `/groups/${viewer.id}/members`)) as { username: string; id: string }[]
    expect(members.map(({ username }) => username)).toContain('stays')
    await ask('DELETE', `/users/${members.find(({ username }) => username === 'stays')!.id}`)
  }, 240_000)

  it('takes rights away from the provisioner that its file does not give', async () => {
    const [client] = (await ask('GET', '/clients?clientId=provisioner')) as Named[]
    const account = (await ask('GET', `/clients/${client!.id}/service-account-user`)) as Named
    const [owner] = (await ask('GET', '/clients?clientId=realm-management')) as Named[]
    const mappings = `/users/${account.id}/role-mappings/clients/${owner!.id}`
    await ask('POST', mappings, [await ask('GET', `/clients/${owner!.id}/roles/manage-realm`)])
    await keycloak.applyAgain()
    const held = ((await ask('GET', mappings)) as Named[]).map(({ name }) => name).sort()
    expect(held).toEqual(['manage-users', 'query-groups', 'query-users', 'view-users'])
  }, 240_000)
})
