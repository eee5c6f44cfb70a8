import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { asFailure } from '@/lib/adapters/identity/keycloak-api'
import { linkProvider, realmOfDoor } from '@/lib/adapters/identity/keycloak-realms'
import { personOf } from '@/lib/adapters/identity/person-claims'
import { type Door, doors, type SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'

export interface KeycloakSignInOptions {
  url: string
  clientId: string
  clientSecret: string
  entrySecret: string
  deadlineMs?: number
}

const tokenAnswer = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() })
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
const logoutClaims = z.object({
  jti: z.string().min(1),
  sid: z.string().optional(),
  sub: z.string().optional(),
  events: z.looseObject({ [logoutEvent]: z.looseObject({}) }),
  // A logout token must not pass for an ID token, nor the other way round.
  nonce: z.never().optional(),
})
const oldestLogoutSeconds = 120

/** Sign-in at the realms of platform/keycloak, as the client `portal`. */
export function keycloakSignIn({ url, clientId, clientSecret, entrySecret, deadlineMs = 3_000 }: KeycloakSignInOptions): SignInProvider {
  const issuerOf = (door: Door) => `${url}/realms/${realmOfDoor[door]}`
  const clients = Object.fromEntries(doors.map((door) => [door, { issuer: issuerOf(door), clientId, clientSecret }])) as SignInProvider['clients']
  const keys = Object.fromEntries(
    doors.map((door) => [door, createRemoteJWKSet(new URL(`${issuerOf(door)}/protocol/openid-connect/certs`), { timeoutDuration: deadlineMs })]),
  ) as Record<Door, ReturnType<typeof createRemoteJWKSet>>

  async function ask<T>(door: Door, endpoint: string, init: RequestInit, read: (body: unknown) => T): Promise<Outcome<T>> {
    const signal = AbortSignal.timeout(deadlineMs)
    try {
      const response = await fetch(`${issuerOf(door)}/protocol/openid-connect/${endpoint}`, { ...init, signal })
      const text = await response.text()
      if (response.ok) return done(read(text === '' ? null : JSON.parse(text)))
      return failed(response.status >= 500 || response.status === 429 ? 'unavailable' : 'refused', `Keycloak answered ${response.status}: ${text.slice(0, 200)}`)
    } catch (error) {
      return { ok: false, failure: asFailure(error, signal) }
    }
  }
  const post = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields }) })

  return {
    clients,
    entry: { clientId: 'keycloak', clientSecret: entrySecret, redirectUri: `${issuerOf('demo')}/broker/${linkProvider}/endpoint` },
    whoIs: (door, accessToken) => ask(door, 'userinfo', { headers: { authorization: `Bearer ${accessToken}` } }, personOf),
    renew: (door, refreshToken) =>
      ask(door, 'token', post({ grant_type: 'refresh_token', refresh_token: refreshToken }), (body) => {
        const { access_token: access, refresh_token: refresh, expires_in: accessSeconds } = tokenAnswer.parse(body)
        return { access, refresh, accessSeconds }
      }),
    endSession: (door, refreshToken) => ask(door, 'logout', post({ refresh_token: refreshToken }), () => undefined),
    async readLogoutToken(token) {
      try {
        // Not trusted yet: it only says whose key has to fit.
        const door = doors.find((each) => issuerOf(each) === decodeJwt(token).iss)
        if (!door) return failed('refused', 'the token is of another issuer')
        const checks = { issuer: issuerOf(door), audience: clientId, maxTokenAge: oldestLogoutSeconds, clockTolerance: 10, requiredClaims: ['iat', 'jti', 'events'], algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'] }
        const { payload } = await jwtVerify(token, keys[door], checks)
        const { jti, sid, sub } = logoutClaims.parse(payload)
        if (!sid && !sub) return failed('refused', 'the token names neither session nor subject')
        return done({ door, id: jti, sid, subject: sub, expiresAt: new Date((payload.iat! + oldestLogoutSeconds) * 1000) })
      } catch (error) {
        const kind = error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError || error instanceof z.ZodError) ? 'unavailable' : 'refused'
        return failed(kind, error instanceof Error ? error.message.slice(0, 200) : String(error))
      }
    },
  }
}
