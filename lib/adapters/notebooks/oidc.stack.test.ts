import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { JupyterHubNotebooks } from '@/lib/adapters/notebooks/jupyterhub'
import { NotebookVisitor } from '@/lib/adapters/notebooks/notebook-visitor'
import { type TestKeycloak, testKeycloak } from '@/lib/testing/test-keycloak'
import { checkout } from '@/scripts/checkout'
import { installNotebooks } from '@/scripts/notebooks/install'
import { type RunningNotebooks, startNotebooks } from '@/scripts/notebooks/run'

let keycloak: TestKeycloak
let hub: RunningNotebooks
let notebooks: JupyterHubNotebooks
let own: string
beforeAll(async () => {
  // Before its turn at Keycloak: other test files wait for that.
  const dir = path.join(checkout, 'var/notebooks')
  await installNotebooks({ dir })
  const made = await testKeycloak()
  if (!made) return
  own = await mkdtemp(path.join(checkout, 'var/test-hub-'))
  const [homesDir, stateDir, apiToken] = [path.join(own, 'homes'), path.join(own, 'state'), randomBytes(24).toString('hex')]
  const { jupyterhub } = made
  const ports = { public: jupyterhub.port, hub: jupyterhub.port + 200, proxy: jupyterhub.port + 210 }
  const oidc = { issuer: made.system.signIn.clients.demo.issuer, clientId: 'jupyterhub', clientSecret: jupyterhub.clientSecret }
  hub = await startNotebooks({ dir, homesDir, stateDir, ports, portalUrl: made.system.settings.portalUrl, apiToken, oidc })
  notebooks = new JupyterHubNotebooks({ url: hub.url, apiToken, homesDir, stateDir, oidc: true })
  for (const name of ['demo-a', 'demo-b', 'demo-none']) value(await made.system.identity.ensureUser(person(name)))
  for (const name of ['demo-a', 'demo-b']) value(await notebooks.ensureServer(name, []))
  keycloak = made
}, 900_000)
afterAll(async () => {
  await hub?.stop()
  for (const name of ['demo-a', 'demo-b', 'demo-none']) await keycloak?.system.identity.removeUser(name)
  await keycloak?.stop()
  if (own) await rm(own, { recursive: true, force: true })
}, 120_000)
beforeEach(({ skip }) => skip(!keycloak, 'Keycloak cannot be had here'))

const passwordOf = (name: string) => `a password of ${name}`
const person = (name: string) => ({ name, tenantId: name, email: `${name}@example.com`, displayName: name, groups: ['demo-user' as const], password: passwordOf(name) })

/** A browser in which this person has signed in for the portal, at Keycloak; nothing of the hub was opened. */
async function signedIn(name: string): Promise<NotebookVisitor> {
  const { issuer, clientId } = keycloak.system.signIn.clients.demo
  const challenge = createHash('sha256').update(randomBytes(32).toString('base64url')).digest('base64url')
  const query = { client_id: clientId, response_type: 'code', scope: 'openid', redirect_uri: `${keycloak.system.settings.portalUrl}/api/auth/callback/demo`, code_challenge: challenge, code_challenge_method: 'S256' }
  const visitor = new NotebookVisitor(hub.url)
  const { text } = await visitor.open(`${issuer}/protocol/openid-connect/auth?${new URLSearchParams(query)}`)
  const action = text.match(/<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/)![1]!.replaceAll('&amp;', '&')
  const form = new URLSearchParams({ username: `${name}@example.com`, password: passwordOf(name), credentialId: '' })
  const answer = await visitor.fetch(action, { method: 'POST', body: form })
  expect(answer.headers.get('location')).toContain('code=')
  return visitor
}

describe('whoever is signed in for the portal', () => {
  it('is in JupyterLab without a second password', async () => {
    const visitor = await signedIn('demo-a')
    const page = await visitor.open(notebooks.openUrl('demo-a', ''))
    expect(page).toMatchObject({ status: 200, url: expect.stringContaining('/user/demo-a/lab') as string })
    expect(page.text).not.toContain('kc-form-login')
    const kernel = await visitor.startKernel('demo-a')
    kernel.close()
  }, 90_000)

  it('reaches their own server and no other', async () => {
    const visitor = await signedIn('demo-a')
    await visitor.open(notebooks.openUrl('demo-a', ''))
    expect((await visitor.fetch(`${hub.url}/user/demo-a/api/contents`)).status).toBe(200)
    const other = await visitor.open(`${hub.url}/user/demo-b/api/contents`)
    expect(other.status).toBeGreaterThanOrEqual(403)
  }, 90_000)

  it('has no server when the portal made none, and gets none by signing in', async () => {
    const visitor = await signedIn('demo-none')
    expect((await visitor.open(`${hub.url}/hub/home`)).status).toBe(403)
    expect(value(await notebooks.listServers('demo-none'))).toEqual([])
  }, 90_000)

  it('is out of the notebooks soon after the session ended at Keycloak, without the page being asked to', async () => {
    const visitor = await signedIn('demo-a')
    await visitor.open(notebooks.openUrl('demo-a', ''))
    value(await keycloak.system.identity.endSessions('demo-a'))
    await expect.poll(async () => (await visitor.fetch(`${hub.url}/user/demo-a/api/contents`)).status, { timeout: 120_000, interval: 2_000 }).not.toBe(200)
    expect((await visitor.open(notebooks.openUrl('demo-a', ''))).text).toContain('kc-form-login')
  }, 180_000)
})

it('nobody else gets past Keycloak’s sign-in page', async () => {
  const page = await new NotebookVisitor(hub.url).open(notebooks.openUrl('demo-a', ''))
  expect(page.text).toContain('kc-form-login')
}, 60_000)
