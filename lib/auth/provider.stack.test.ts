import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { keycloakSignIn } from '@/lib/adapters/identity/keycloak-sign-in'
import { backchannelLogout } from '@/lib/auth/backchannel-logout'
import { entryCookie } from '@/lib/auth/entry'
import { findPerson } from '@/lib/auth/person'
import { type ProviderSignIn, signInByProvider } from '@/lib/auth/provider-sign-in'
import { endSession } from '@/lib/auth/sign-in'
import { hashToken, issueToken } from '@/lib/auth/token'
import { networkTo } from '@/lib/testing/network'
import { type TestKeycloak, testKeycloak } from '@/lib/testing/test-keycloak'

const password = 'a password of demo-s'
const email = 'demo-s@example.com'
const eleven = 11_000

let keycloak: TestKeycloak
let system: TestKeycloak['system']
let available = false
beforeAll(async () => {
  const made = await testKeycloak()
  if (!made) return
  ;[keycloak, system, available] = [made, made.system, true]
}, 900_000)
afterAll(() => keycloak?.stop())
beforeEach(async ({ skip }) => {
  skip(!available, 'Keycloak cannot be had here')
  for (const name of ['demo-s', 'engineer', 'boss']) value(await system.identity.removeUser(name))
  value(await system.identity.ensureUser({ name: 'demo-s', tenantId: 'demo-s', email, displayName: 'S', groups: ['demo-user'], password }))
}, 60_000)

const enter = async (): Promise<{ session: string; provided: ProviderSignIn }> => {
  const provided = (await keycloak.browser('demo').signIn(email, password))!
  const signIn = await signInByProvider(system, provided, 'test')
  return { session: signIn.ok ? signIn.sessionId : expect.fail(signIn.because), provided }
}
/** After the provider's last word has lost its force. */
const findLater = (session: string) => {
  system.clock.advance(eleven)
  return findPerson(system, session)
}
const ask = (method: string, path: string, accepted: number[], body?: unknown) => keycloak.api('demo').ask(method, `/demo${path}`, AbortSignal.timeout(20_000), accepted, body)
const userId = async () => ((await ask('GET', '/users?exact=true&username=demo-s', [200])).body as { id: string }[])[0]!.id

describe('a session at the provider', () => {
  it('ends here when somebody ends it there, as Keycloak itself tells us, before we ask', async () => {
    const { session } = await enter()
    expect((await findPerson(system, session))?.email).toBe(email)
    await ask('POST', `/users/${await userId()}/logout`, [204])
    // The clock stands: nothing was asked. The back-channel said it.
    await expect.poll(() => findPerson(system, session)).toBeNull()
  })

  it('ends there when it ends here: tokens are worthless and the browser has to sign in again', async () => {
    const { session, provided } = await enter()
    await endSession(system, hashToken(session))
    expect(await system.signIn.whoIs('demo', provided.tokens.access)).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    expect(await system.signIn.renew('demo', provided.tokens.refresh)).toMatchObject({ ok: false, failure: { kind: 'refused' } })
  })

  it('loses a group within ten seconds of the moment it is taken away', async () => {
    const { session } = await enter()
    const id = await userId()
    const [group] = (await ask('GET', `/users/${id}/groups`, [200])).body as { id: string }[]
    await ask('DELETE', `/users/${id}/groups/${group!.id}`, [204])
    expect((await findLater(session))?.roles).toEqual([])
  })

  it('is over for who is disabled there', async () => {
    const { session } = await enter()
    const id = await userId()
    const user = (await ask('GET', `/users/${id}`, [200])).body as object
    await ask('PUT', `/users/${id}`, [204], { ...user, enabled: false })
    expect(await findLater(session)).toBeNull()
    expect(await keycloak.browser('demo').signIn(email, password)).toBeNull()
  })

  it('is renewed once, however many ask at once after the access token has ended', async () => {
    const { session } = await enter()
    system.clock.advance(290_000)
    const found = await Promise.all(Array.from({ length: 8 }, () => findPerson(system, session)))
    expect(found.every((person) => person?.email === email)).toBe(true)
    expect(await findLater(session)).not.toBeNull()
  })

  it('of whom nobody made a plant for opens nothing here, and none stays there', async () => {
    await system.db.asOperator((tx) => tx.account.deleteMany({ where: { id: 'demo-s' } }))
    const provided = (await keycloak.browser('demo').signIn(email, password))!
    expect(await signInByProvider(system, provided, 'test')).toEqual({ ok: false, because: 'refused' })
    expect((await system.signIn.whoIs('demo', provided.tokens.access)).ok).toBe(false)
  })

  it('keeps its tokens sealed in the row', async () => {
    const { session, provided } = await enter()
    const row = await system.db.asOperator((tx) => tx.session.findUniqueOrThrow({ where: { idHash: hashToken(session) } }))
    expect(Buffer.from(row.providerTokens!).includes(Buffer.from(provided.tokens.refresh))).toBe(false)
  })
})

describe('a Keycloak that does not answer', () => {
  it('is believed for five minutes in what it said last, not longer', async () => {
    const { session } = await enter()
    const network = await networkTo(Number(new URL(keycloak.url).port))
    network.cut()
    const options = { clientId: 'portal', clientSecret: 'does not matter', entrySecret: '', deadlineMs: 2_000 }
    const deaf = { ...system, signIn: keycloakSignIn({ url: `http://127.0.0.1:${network.port}`, ...options }) }
    for (let at = 0; at < 5 * 60_000 - 30_000; at += 30_000) {
      deaf.clock.advance(30_000)
      expect(await findPerson(deaf, session)).not.toBeNull()
    }
    deaf.clock.advance(30_000)
    expect(await findPerson(deaf, session)).toBeNull()
    network.stop()
  })
})

describe('tokens', () => {
  it('of an authorization without PKCE are not given', async () => {
    const answer = await keycloak.browser('demo').authorize({ code_challenge: '', code_challenge_method: '' })
    expect(answer.headers.get('location')).toContain('code_challenge_method')
  })

  it('that were renewed end the session when the old one is shown again', async () => {
    const { session, provided } = await enter()
    const renewed = value(await system.signIn.renew('demo', provided.tokens.refresh))
    expect(await system.signIn.renew('demo', provided.tokens.refresh)).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    expect((await system.signIn.renew('demo', renewed.refresh)).ok).toBe(false)
    system.clock.advance(300_000)
    expect(await findPerson(system, session)).toBeNull()
  })

  it('that are forged name nobody', async () => {
    const { provided } = await enter()
    const [head, body] = provided.tokens.access.split('.')
    for (const forged of ['', 'x.y.z', `${head}.${body}.`, `${head}.${body}.${'A'.repeat(342)}`]) {
      expect(await system.signIn.whoIs('demo', forged)).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    }
  })

  it('of one realm are none in the other', async () => {
    const { provided } = await enter()
    expect((await system.signIn.whoIs('staff', provided.tokens.access)).ok).toBe(false)
    expect((await system.signIn.renew('staff', provided.tokens.refresh)).ok).toBe(false)
  })
})

describe('a logout token', () => {
  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const send = (token: string) => backchannelLogout(system, system.signIn, new URLSearchParams({ logout_token: token }))

  it('that Keycloak sent counts once', async () => {
    const { provided } = await enter()
    const told = await keycloak.nextLogoutToken(() => system.signIn.endSession('demo', provided.tokens.refresh))
    expect(value(await system.signIn.readLogoutToken(told))).toMatchObject({ door: 'demo', sid: provided.sid })
    expect((await send(told)).status).toBe(400)
  })

  it('signed by anybody else ends nothing', async () => {
    const { session, provided } = await enter()
    const { privateKey } = await generateKeyPair('RS256')
    const { issuer } = system.signIn.clients.demo
    const forged = await new SignJWT({ sid: provided.sid, events: event, jti: 'one' }).setProtectedHeader({ alg: 'RS256' }).setIssuer(issuer).setAudience('portal').setIssuedAt().sign(privateKey)
    const [head, body] = forged.split('.')
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
    for (const token of [forged, unsigned, `${head}.${body}.`, 'nonsense', '']) expect((await send(token)).status).toBe(400)
    expect(await findPerson(system, session)).not.toBeNull()
  })

  it('must be one: an ID token or an access token of the same person is refused', async () => {
    const { session, provided } = await enter()
    for (const token of [provided.tokens.access, provided.tokens.refresh]) expect((await send(token)).status).toBe(400)
    expect(await findPerson(system, session)).not.toBeNull()
  })
})

describe('the link of a mail', () => {
  const issue = () =>
    system.db.asOperator((tx) => issueToken(tx, { tenantId: 'demo-s', accountId: 'demo-s', purpose: 'sign-in', expiresAt: new Date(system.clock.now().getTime() + 60_000) }))
  const open = (link: string) => {
    const browser = keycloak.browser('demo')
    browser.setCookie(entryCookie, link)
    return { browser, entered: browser.signInByLink() }
  }

  it('opens a session at the provider that serves other applications too, without a password', async () => {
    const { browser, entered } = open(await issue())
    expect((await entered)?.person).toMatchObject({ username: 'demo-s', groups: ['demo-user'] })
    // The same browser, asked by another client: no page in between.
    expect(await browser.signIn('', '', { prompt: 'none' })).not.toBeNull()
  })

  it('works once', async () => {
    const link = await issue()
    expect(await open(link).entered).not.toBeNull()
    expect(await open(link).entered).toBeNull()
  })

  it('does not open for a guess, or past its hour', async () => {
    const link = await issue()
    expect(await open('guessed').entered).toBeNull()
    system.clock.advance(60_000)
    expect(await open(link).entered).toBeNull()
  })

  it('lets in nobody whom Keycloak does not know, and makes nobody', async () => {
    const link = await system.db.asOperator((tx) => issueToken(tx, { tenantId: 'demo-s', accountId: 'demo-unknown', purpose: 'sign-in', expiresAt: new Date(system.clock.now().getTime() + 60_000) }))
    expect(await open(link).entered).toBeNull()
    expect(value(await system.identity.listUsers('demo-unknown'))).toEqual([])
  })
})

describe('at the door for staff', () => {
  const staff = (name: string, groups: ('admin' | 'viewer')[]) =>
    system.identity.ensureUser({ name, tenantId: 'platform', email: `${name}@example.com`, displayName: name, groups, password: `${password} ${name}` })
  const enterStaff = (name: string) => keycloak.browser('staff').signIn(`${name}@example.com`, `${password} ${name}`)

  it('somebody made in Keycloak gets an account with the roles of the groups', async () => {
    value(await staff('engineer', ['viewer']))
    await system.db.asOperator((tx) => tx.account.deleteMany({ where: { id: 'engineer' } }))
    const signIn = await signInByProvider(system, (await enterStaff('engineer'))!, 'test')
    expect(signIn).toMatchObject({ ok: true, account: { id: 'engineer', tenantId: 'platform' } })
    expect(await findPerson(system, signIn.ok ? signIn.sessionId : '')).toMatchObject({ roles: [{ role: 'viewer', nodeId: '' }] })
  })

  it('in a customer’s tenant the groups count once; from then on its own administrators give the roles', async () => {
    await system.db.asOperator((tx) => tx.tenant.upsert({ where: { id: 'acme' }, create: { id: 'acme', kind: 'customer', name: 'Acme' }, update: {} }))
    value(await system.identity.ensureUser({ name: 'engineer', tenantId: 'acme', email: 'engineer@example.com', displayName: 'engineer', groups: ['viewer'], password: `${password} engineer` }))
    await system.db.asOperator(async (tx) => {
      await tx.account.deleteMany({ where: { id: 'engineer' } })
      await tx.roleGrant.deleteMany({ where: { accountId: 'engineer' } })
    })
    const signIn = await signInByProvider(system, (await enterStaff('engineer'))!, 'test')
    expect(signIn).toMatchObject({ ok: true, account: { tenantId: 'acme' } })
    const session = signIn.ok ? signIn.sessionId : ''
    expect((await findPerson(system, session))?.roles).toEqual([{ role: 'viewer', nodeId: '' }])
    await system.db.asOperator((tx) => tx.roleGrant.updateMany({ where: { accountId: 'engineer' }, data: { role: 'data_engineer' } }))
    expect((await findLater(session))?.roles).toEqual([{ role: 'data_engineer', nodeId: '' }])
  })

  it('who is in no group is refused, since nothing would open', async () => {
    value(await staff('newcomer', []))
    expect(await signInByProvider(system, (await enterStaff('newcomer'))!, 'test')).toEqual({ ok: false, because: 'refused' })
  })

  it('an administrator without a second factor is not let in by the password alone', async () => {
    value(await staff('boss', ['admin']))
    expect(await enterStaff('boss')).toBeNull()
  })

  it('who becomes an administrator meanwhile has to sign in again, with it', async () => {
    value(await staff('engineer', ['viewer']))
    const signIn = await signInByProvider(system, (await enterStaff('engineer'))!, 'test')
    value(await system.identity.setGroups('engineer', ['viewer']))
    const api = keycloak.api('manufacturing-platform')
    const get = async (path: string) => (await api.ask('GET', `/manufacturing-platform${path}`, AbortSignal.timeout(20_000), [200])).body as { id: string; name: string }[]
    const [user] = await get('/users?exact=true&username=engineer')
    const admin = (await get('/groups')).find(({ name }) => name === 'admin')!
    await api.ask('PUT', `/manufacturing-platform/users/${user!.id}/groups/${admin.id}`, AbortSignal.timeout(20_000), [204])
    expect(await findLater(signIn.ok ? signIn.sessionId : '')).toBeNull()
    expect(await enterStaff('engineer')).toBeNull()
  })
})

describe('the provisioner', () => {
  it('manages people and cannot change the realm, its clients, its roles, or another realm', async () => {
    const signal = AbortSignal.timeout(20_000)
    const api = keycloak.api('demo')
    await api.ask('GET', '/demo/users?max=1', signal, [200])
    for (const [method, path, body] of [
      ['PUT', '/demo', { displayName: 'mine' }],
      ['GET', '/demo/clients/portal/client-secret', undefined],
      ['POST', '/demo/clients', { clientId: 'mine' }],
      ['POST', '/demo/roles', { name: 'mine' }],
      ['POST', '', { realm: 'mine' }],
      ['GET', '/manufacturing-platform/users', undefined],
    ] as const) {
      await expect(api.ask(method, path, signal, [200, 201, 204], body)).rejects.toThrow(/40[134]/)
    }
  })
})
