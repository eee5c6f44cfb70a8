import { serverAction } from './server-action'

/** An HTTP client with cookies of its own: a browser without its rendering. */
export class Visitor {
  private readonly cookies = new Map<string, string>()

  constructor(private readonly base: string) {}

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, origin: this.base, ...init.headers }
    const response = await fetch(`${this.base}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(300_000), ...init, headers })
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (name) this.cookies.set(name, value ?? '')
    }
    return response
  }

  /** For a browser that goes on as this visitor. */
  cookieList = (): { name: string; value: string }[] => [...this.cookies].map(([name, value]) => ({ name, value }))

  /** The text of a page that answers 200; anything else is an error of the measurement. */
  async page(path: string): Promise<string> {
    const response = await this.fetch(path)
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 200)}`)
    return text
  }

  async post(path: string, body: unknown): Promise<void> {
    const response = await this.fetch(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 200)}`)
  }

  /** Calls a server action of a page as its button does. @throws when the action refuses. */
  async act(page: string, name: string, input: unknown): Promise<string> {
    const headers = { 'next-action': serverAction(name), accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8' }
    const text = await (await this.fetch(page, { method: 'POST', headers, body: JSON.stringify([input]) })).text()
    const [, answer] = /^1:(\{.*\})$/m.exec(text) ?? []
    const result = JSON.parse(answer ?? '{}') as { ok?: boolean; value?: string; message?: string }
    if (!result.ok || result.value === undefined) throw new Error(`${name}: ${result.message ?? text.slice(0, 200)}`)
    return result.value
  }

  /** Server-sent events, each parsed, until the caller stops reading. */
  async *events<T>(path: string): AsyncGenerator<T> {
    const response = await this.fetch(path)
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) if (part.startsWith('data: ')) yield JSON.parse(part.slice(6)) as T
    }
  }

  /** With a one-time token, through the sign-in library, as the button "Open my plant" does it. */
  async signIn(token: string): Promise<void> {
    const { csrfToken } = (await (await this.fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const body = new URLSearchParams({ token, csrfToken, json: 'true' })
    const response = await this.fetch('/api/auth/callback/link', { method: 'POST', body })
    await response.text()
    if (!response.ok || ![...this.cookies.keys()].some((name) => name.endsWith('session-token'))) throw new Error(`sign-in answered ${response.status}`)
  }
}
