import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import { personOf } from '@/lib/adapters/identity/person-claims'
import type { Door, DoorClient } from '@/lib/adapters/identity/sign-in-port'
import type { ProviderSignIn } from '@/lib/auth/provider-sign-in'

/** What a browser does between the portal and its identity provider: cookies, redirects, the form of the sign-in page. */
export class ProviderBrowser {
  private readonly cookies = new Map<string, string>()

  constructor(
    private readonly door: Door,
    private readonly client: DoorClient,
    private readonly portalUrl: string,
  ) {}

  setCookie(name: string, value: string): void {
    this.cookies.set(name, value)
  }

  /** What the portal gets when the page takes address and password; null when it does not. Signed in already, the page does not ask. */
  async signIn(email: string, password: string, more: Record<string, string> = {}): Promise<ProviderSignIn | null> {
    const verifier = randomBytes(32).toString('base64url')
    let answer = await this.follow(this.authorizeUrl(verifier, more))
    if (answer.page) {
      const action = answer.page.match(/<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/)?.[1]?.replaceAll('&amp;', '&')
      if (!action) return null
      answer = await this.follow(action, { method: 'POST', body: new URLSearchParams({ username: email, password, credentialId: '' }) })
    }
    return answer.code ? this.redeem(answer.code, verifier) : null
  }

  /** Through the portal's own word for a one-time link; null when the provider does not let this browser in. */
  async signInByLink(): Promise<ProviderSignIn | null> {
    const verifier = randomBytes(32).toString('base64url')
    const { code } = await this.follow(this.authorizeUrl(verifier, { kc_idp_hint: 'portal' }))
    return code ? this.redeem(code, verifier) : null
  }

  /** The first answer to a request as a client would make it, redirects not followed. */
  authorize(more: Record<string, string> = {}): Promise<Response> {
    return this.send(this.authorizeUrl(randomBytes(32).toString('base64url'), more))
  }

  private authorizeUrl(verifier: string, more: Record<string, string>): string {
    const query = { client_id: this.client.clientId, response_type: 'code', scope: 'openid', redirect_uri: this.callback, state: 'state', nonce: 'nonce', code_challenge: challengeOf(verifier), code_challenge_method: 'S256', ...more }
    const said = Object.entries(query).filter(([, value]) => value !== '')
    return `${this.client.issuer}/protocol/openid-connect/auth?${new URLSearchParams(said)}`
  }

  private get callback(): string {
    return `${this.portalUrl}/api/auth/callback/${this.door}`
  }

  private async follow(url: string, init: RequestInit = {}): Promise<{ code?: string; page?: string }> {
    for (let next = url, step = init, hops = 0; hops < 12; hops++) {
      const response = await this.send(next, step)
      const location = response.headers.get('location')
      if (!location) return { page: await response.text() }
      next = new URL(location, next).href
      step = {}
      if (next.startsWith(this.callback)) return { code: new URL(next).searchParams.get('code') ?? undefined }
    }
    throw new Error('the provider redirects without end')
  }

  private async send(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/)!
      this.cookies.set(name!, value!)
    }
    return response
  }

  private async redeem(code: string, verifier: string): Promise<ProviderSignIn> {
    const { clientId, clientSecret, issuer } = this.client
    const form = { grant_type: 'authorization_code', code, redirect_uri: this.callback, client_id: clientId, client_secret: clientSecret, code_verifier: verifier }
    const response = await fetch(`${issuer}/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(form) })
    const { access_token: access, refresh_token: refresh, expires_in: accessSeconds, id_token } = (await response.json()) as { access_token: string; refresh_token: string; expires_in: number; id_token: string }
    const claims = decodeJwt<{ sid?: string }>(id_token)
    return { door: this.door, person: personOf(claims), tokens: { access, refresh, accessSeconds }, sid: claims.sid }
  }
}

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')
