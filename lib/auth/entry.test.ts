import { createHash } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { authorizeEntry, publicKey, redeemEntry } from '@/lib/auth/entry'
import { issueToken, type TokenPurpose } from '@/lib/auth/token'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const entry = { clientId: 'keycloak', clientSecret: 'what only the provider knows', redirectUri: 'https://id.example/realms/demo/broker/portal/endpoint' }
const provider = { entry } as SignInProvider
const verifier = 'v'.repeat(43)
const asked = {
  response_type: 'code', client_id: 'keycloak', redirect_uri: entry.redirectUri, state: 'its state', nonce: 'its nonce',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
}

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())

const link = (purpose: TokenPurpose = 'sign-in') =>
  system.db.asOperator((tx) => issueToken(tx, { tenantId: 'demo-a', accountId: 'demo-a', purpose, expiresAt: new Date(system.clock.now().getTime() + 3_600_000) }))
const authorize = (token: string | undefined, more = {}) => authorizeEntry(system, provider, new URLSearchParams({ ...asked, ...more }), token)
const codeOf = async (token: string) => new URL((await authorize(token))!).searchParams.get('code')!
const redeem = (code: string, more = {}) =>
  redeemEntry(system, provider, new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: entry.redirectUri, client_id: 'keycloak', client_secret: entry.clientSecret, code_verifier: verifier, ...more }))

describe('vouching for who brings a link', () => {
  it('answers the provider alone, at its own address, with its own state', async () => {
    const answer = new URL((await authorize(await link()))!)
    expect(`${answer.origin}${answer.pathname}`).toBe(entry.redirectUri)
    expect(answer.searchParams.get('state')).toBe('its state')
    const token = await link()
    for (const other of [{ client_id: 'portal' }, { redirect_uri: 'https://evil.example' }, { code_challenge_method: 'plain' }, { response_type: 'token' }, { code_challenge: '' }]) {
      expect(await authorize(token, other)).toBeNull()
    }
  })

  it.each([['no link', async () => undefined], ['a guess', async () => 'guessed'], ['a link for something else', () => link('notebook')]])('says no to %s, and nothing more', async (_, token) => {
    expect([...new URL((await authorize(await token()))!).searchParams]).toEqual([['state', 'its state'], ['error', 'access_denied']])
  })

  it('names the person in a signed token for the provider, with its nonce', async () => {
    const { status, body } = await redeem(await codeOf(await link()))
    expect(status).toBe(200)
    const keys = createLocalJWKSet({ keys: [await publicKey(system)] })
    const { payload } = await jwtVerify((body as { id_token: string }).id_token, keys, { issuer: 'http://localhost:3000/api/oidc/entry', audience: 'keycloak' })
    expect(payload).toMatchObject({ sub: 'demo-a', nonce: 'its nonce' })
  })

  it('uses link and code up, also when they are shown many times at once', async () => {
    const token = await link()
    const answers = await Promise.all(Array.from({ length: 6 }, () => authorize(token)))
    const codes = answers.map((answer) => new URL(answer!).searchParams.get('code')).filter((code) => code !== null)
    expect(codes).toHaveLength(1)
    const redeemed = await Promise.all(Array.from({ length: 6 }, () => redeem(codes[0]!)))
    expect(redeemed.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('gives a code to nobody without the secret, the proof and the address with which it was asked for', async () => {
    const code = await codeOf(await link())
    expect((await redeem(code, { client_secret: 'guessed' })).status).toBe(401)
    expect((await redeem(code, { client_id: 'portal' })).status).toBe(401)
    expect((await redeem(code, { code_verifier: 'w'.repeat(43) })).status).toBe(400)
    expect((await redeem(code, { redirect_uri: 'https://evil.example' })).status).toBe(400)
    expect((await redeem(`${code}x`)).status).toBe(400)
    expect((await redeem(code)).status).toBe(200)
  })

  it('lets a code die after a minute', async () => {
    const code = await codeOf(await link())
    system.clock.advance(60_000)
    expect((await redeem(code)).status).toBe(400)
  })
})
