import { createHash, createPublicKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { entryKey } from '@/lib/auth/entry-key'
import { issueToken, redeemToken } from '@/lib/auth/token'
import type { System } from '@/lib/system'

/** The cookie that carries a mail's one-time link to the provider and back; never in an address, so never in a log. */
export const entryCookie = 'millrace-entry'
export const entryPath = '/api/oidc/entry'
export const entrySeconds = 120
const codeSeconds = 60

const authorization = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  state: z.string().max(2000),
  nonce: z.string().max(500),
  code_challenge: z.string().min(43).max(128),
  code_challenge_method: z.literal('S256'),
})

/**
 * How a prospect who opens the link in the mail gets a session at the identity provider without typing a password: the
 * provider asks us, as it would ask any other OpenID provider, who this browser is. We answer for whoever brings an unused
 * link, once. Only the provider can ask: one client, one address, a secret, PKCE; the answer is good for a minute.
 * @returns where the browser goes next; null when it is not the provider who asks.
 */
export async function authorizeEntry(system: System, { entry }: SignInProvider, query: URLSearchParams, link: string | undefined): Promise<string | null> {
  const asked = authorization.safeParse(Object.fromEntries(query)).data
  if (!asked || asked.client_id !== entry.clientId || asked.redirect_uri !== entry.redirectUri) return null
  const code = await codeFor(system, link, asked.nonce, asked.code_challenge)
  const answer = new URLSearchParams({ state: asked.state, ...(code ? { code } : { error: 'access_denied' }) })
  return `${entry.redirectUri}?${answer}`
}

async function codeFor(system: System, link: string | undefined, nonce: string, challenge: string): Promise<string | null> {
  if (!link) return null
  const now = system.clock.now()
  const ticket = await system.db.asOperator(async (tx) => {
    const used = await redeemToken(tx, link, 'sign-in', now)
    if (!used) return null
    const { tenantId, accountId } = used
    return issueToken(tx, { tenantId, accountId, purpose: 'entry', expiresAt: new Date(now.getTime() + codeSeconds * 1000) })
  })
  return ticket && new SignJWT({ ticket, nonce, challenge }).setProtectedHeader({ alg: 'HS256' }).setAudience('entry').sign(codeKey(system))
}

const codeKey = (system: System) => new Uint8Array(hkdfSync('sha256', system.settings.secret, '', 'codes of entry', 32))

const exchange = z.object({ grant_type: z.literal('authorization_code'), code: z.string(), redirect_uri: z.string(), client_id: z.string(), client_secret: z.string(), code_verifier: z.string() })
const codeClaims = z.object({ ticket: z.string(), nonce: z.string(), challenge: z.string() })

/** The token endpoint: a code for an ID token, once. */
export async function redeemEntry(system: System, { entry }: SignInProvider, form: URLSearchParams): Promise<{ status: number; body: object }> {
  const asked = exchange.safeParse(Object.fromEntries(form)).data
  if (!asked || asked.client_id !== entry.clientId || !isSame(asked.client_secret, entry.clientSecret)) return { status: 401, body: { error: 'invalid_client' } }
  const claims = await jwtVerify(asked.code, codeKey(system), { audience: 'entry' }).then(({ payload }) => codeClaims.parse(payload)).catch(() => null)
  const proven = claims && isSame(createHash('sha256').update(asked.code_verifier).digest('base64url'), claims.challenge)
  if (!proven || asked.redirect_uri !== entry.redirectUri) return { status: 400, body: { error: 'invalid_grant' } }
  const used = await system.db.asOperator((tx) => redeemToken(tx, claims.ticket, 'entry', system.clock.now()))
  if (!used) return { status: 400, body: { error: 'invalid_grant' } }
  return { status: 200, body: { access_token: randomBytes(16).toString('base64url'), token_type: 'Bearer', expires_in: codeSeconds, id_token: await idToken(system, entry.clientId, used.accountId, claims.nonce) } }
}

async function idToken(system: System, audience: string, name: string, nonce: string): Promise<string> {
  const { kid } = await publicKey(system)
  const token = new SignJWT({ nonce, preferred_username: name }).setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
  return token.setIssuer(`${system.settings.portalUrl}${entryPath}`).setSubject(name).setAudience(audience).setIssuedAt().setExpirationTime(`${codeSeconds} s`).sign(entryKey(system.settings.varDir))
}

/** The key set by which the provider checks what we sign. */
export async function publicKey(system: System) {
  const jwk = await exportJWK(createPublicKey(entryKey(system.settings.varDir)))
  return { ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (given: string, expected: string) => timingSafeEqual(digest(given), digest(expected))
