/** An HTTP client with cookies of its own: a browser without its rendering. */
export class Visitor {
  private readonly cookies = new Map<string, string>()

  constructor(private readonly base: string) {}

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${this.base}${path}`, { redirect: 'manual', ...init, headers: { cookie, ...init.headers }, signal: AbortSignal.timeout(60_000) })
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (name) this.cookies.set(name, value ?? '')
    }
    return response
  }

  /** The text of a page that answers 200; anything else is an error of the measurement. */
  async page(path: string): Promise<string> {
    const response = await this.fetch(path)
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 200)}`)
    return text
  }

  /** Through the sign-in library, as the button "Open my plant" does it. */
  async signIn(provider: 'link' | 'password', fields: Record<string, string>): Promise<void> {
    const { csrfToken } = (await (await this.fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' })
    const response = await this.fetch(`/api/auth/callback/${provider}`, { method: 'POST', body })
    await response.text()
    if (!response.ok || ![...this.cookies.keys()].some((name) => name.endsWith('session-token'))) throw new Error(`sign-in answered ${response.status}`)
  }
}
