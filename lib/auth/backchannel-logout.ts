import type { SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { endProviderSessions } from '@/lib/auth/provider-sign-in'
import type { System } from '@/lib/system'

/**
 * OpenID Connect Back-Channel Logout 1.0, 2.8: 200 when the sessions have ended, 400 for a token that is none, is not for us,
 * is too old or was used; 503 when it cannot be checked now.
 */
export async function backchannelLogout(system: System, provider: SignInProvider, form: URLSearchParams): Promise<Response> {
  const headers = { 'cache-control': 'no-store' }
  const refuse = (description: string) => Response.json({ error: 'invalid_request', error_description: description }, { status: 400, headers })
  const token = form.get('logout_token')
  if (!token) return refuse('logout_token is missing')
  const read = await provider.readLogoutToken(token)
  if (read.ok) return (await endProviderSessions(system, read.value)) ? new Response(null, { status: 200, headers }) : refuse('the token was used')
  system.log.warn({ failure: read.failure }, 'a logout token was not accepted')
  return read.failure.kind === 'refused' ? refuse('the token is not valid') : new Response(null, { status: 503, headers })
}
