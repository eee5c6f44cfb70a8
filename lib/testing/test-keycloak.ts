import { createServer, type IncomingMessage } from 'node:http'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { keycloakIdentity } from '@/lib/adapters/identity/keycloak'
import { KeycloakApi } from '@/lib/adapters/identity/keycloak-api'
import { keycloakSignIn } from '@/lib/adapters/identity/keycloak-sign-in'
import type { Door, SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { backchannelLogout } from '@/lib/auth/backchannel-logout'
import { authorizeEntry, entryCookie, entryPath, publicKey, redeemEntry } from '@/lib/auth/entry'
import type { System } from '@/lib/system'
import { ProviderBrowser } from '@/lib/testing/provider-browser'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { takeLock } from '@/scripts/processes/lock-file'
import { testServer } from '@/scripts/stack/test-stack'

export interface TestKeycloak {
  /** The product over a database of its own, with its people in the real Keycloak. */
  system: TestSystem & { signIn: SignInProvider }
  url: string
  /** As the provisioner, or as any other client. */
  api(realm: string, client?: { clientId: string; clientSecret: string }): KeycloakApi
  installer: { clientId: string; clientSecret: string }
  provisioner: { clientId: string; clientSecret: string }
  browser(door: Door): ProviderBrowser
  /** The logout token that Keycloak sends the portal on account of `work`. */
  nextLogoutToken(work: () => Promise<unknown>): Promise<string>
  /** The hub's client: the port at which the realm expects it. */
  jupyterhub: { port: number; clientSecret: string }
  /** As `npm run stack` does it at every start. */
  applyAgain(): Promise<void>
  stop(): Promise<void>
}

/** The real Keycloak of the stack, one test file at a time (people of all tests are in the same realms), and the portal's part in a sign-in where the realm looks for it. Null: it cannot be had here. */
export async function testKeycloak(): Promise<TestKeycloak | null> {
  const server = await testServer('keycloak')
  if (!server.settings) return null
  const { KEYCLOAK_URL: url, KEYCLOAK_PORTAL_SECRET, KEYCLOAK_PROVISIONER_SECRET, KEYCLOAK_ENTRY_SECRET, KEYCLOAK_JUPYTERHUB_SECRET, HUB_PORT } = server.settings as Record<string, string>
  const provisioner = { clientId: 'provisioner', clientSecret: KEYCLOAK_PROVISIONER_SECRET! }
  // The product's own lock: whoever opens the installation meanwhile leaves its port, which the realms know, as it is.
  const lock = await takeTurn(path.join(server.varDir, 'run/start.lock'))
  const plain = await testSystem({ portalUrl: server.portalUrl })
  const signIn = keycloakSignIn({ url: url!, clientId: 'portal', clientSecret: KEYCLOAK_PORTAL_SECRET!, entrySecret: KEYCLOAK_ENTRY_SECRET!, deadlineMs: 10_000 })
  const system = { ...plain, signIn, identity: keycloakIdentity({ url: url!, provisioner, deadlineMs: 30_000 }, plain.db, plain.clock) }
  const logoutTokens: string[] = []
  const portal = await servePortal(system, signIn, server.portalUrl, logoutTokens)
  return {
    system,
    url: url!,
    provisioner,
    installer: { clientId: 'installer', clientSecret: readFileSync(path.join(server.varDir, 'secrets/keycloak-installer'), 'utf8') },
    api: (realm, client = provisioner) => new KeycloakApi(url!, { realm, ...client }),
    browser: (door) => new ProviderBrowser(door, signIn.clients[door], server.portalUrl),
    jupyterhub: { port: Number(HUB_PORT), clientSecret: KEYCLOAK_JUPYTERHUB_SECRET! },
    applyAgain: () => server.start(),
    async nextLogoutToken(work) {
      const before = logoutTokens.length
      await work()
      await expect.poll(() => logoutTokens.length).toBeGreaterThan(before)
      return logoutTokens.at(-1)!
    },
    async stop() {
      portal.close()
      portal.closeAllConnections()
      await plain.stop()
      lock.release()
    },
  }
}

async function takeTurn(file: string): Promise<{ release: () => void }> {
  for (;;) {
    const lock = takeLock(file)
    if ('release' in lock) return lock
    await wait(200)
  }
}

/** The portal's routes that the provider and the browser meet on the way (app/api/oidc). */
async function servePortal(system: System, provider: SignInProvider, portalUrl: string, logoutTokens: string[]) {
  const portal = createServer(async (request, response) => {
    const url = new URL(request.url!, portalUrl)
    const answer = await answerOf(system, provider, request, url, logoutTokens)
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => portal.listen(Number(new URL(portalUrl).port), 'localhost', resolve))
  return portal
}

async function answerOf(system: System, provider: SignInProvider, request: IncomingMessage, url: URL, logoutTokens: string[]): Promise<Response> {
  const form = async () => {
    let body = ''
    for await (const chunk of request) body += chunk
    return new URLSearchParams(body)
  }
  if (url.pathname === `${entryPath}/authorize`) {
    const link = request.headers.cookie?.match(new RegExp(`${entryCookie}=([^;]+)`))?.[1]
    const next = await authorizeEntry(system, provider, url.searchParams, link)
    return next ? new Response(null, { status: 302, headers: { location: next } }) : new Response(null, { status: 404 })
  }
  if (url.pathname === `${entryPath}/token`) {
    const { status, body } = await redeemEntry(system, provider, await form())
    return Response.json(body, { status })
  }
  if (url.pathname === `${entryPath}/keys`) return Response.json({ keys: [await publicKey(system)] })
  if (url.pathname === '/api/oidc/backchannel-logout') {
    const told = await form()
    logoutTokens.push(told.get('logout_token') ?? '')
    return backchannelLogout(system, provider, told)
  }
  return new Response(null, { status: 404 })
}
