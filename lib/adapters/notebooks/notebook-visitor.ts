import { randomUUID } from 'node:crypto'

interface Cookie {
  name: string
  value: string
  path: string
}

/** A browser's part in the tests: signs in by a link, keeps cookies by path, runs cells over the kernel's socket. */
export class NotebookVisitor {
  private cookies: Cookie[] = []

  constructor(private readonly origin: string) {}

  /** Follows redirects as a browser does; the answer at the end. */
  async open(url: string): Promise<{ status: number; url: string; text: string }> {
    let next = url
    for (let hops = 0; hops < 15; hops++) {
      const response = await this.fetch(next)
      const location = response.headers.get('location')
      if (!location) return { status: response.status, url: next, text: await response.text() }
      await response.body?.cancel()
      next = new URL(location, next).href
    }
    throw new Error(`too many redirects from ${url}`)
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.origin)
    const xsrf = this.matching(target.pathname).find((cookie) => cookie.name === '_xsrf')?.value ?? ''
    const headers = { cookie: this.header(target.pathname), 'x-xsrftoken': xsrf, 'sec-fetch-mode': 'navigate', ...init.headers }
    const response = await fetch(target, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(30_000) })
    response.headers.getSetCookie().forEach((line) => this.keep(line))
    return response
  }

  async startKernel(name: string): Promise<NotebookKernel> {
    const answer = await this.fetch(`/user/${name}/api/kernels`, { method: 'POST', body: '{}', headers: { 'sec-fetch-mode': 'cors' } })
    if (answer.status !== 201) throw new Error(`no kernel: ${answer.status} ${await answer.text()}`)
    const { id } = (await answer.json()) as { id: string }
    const place = `/user/${name}/api/kernels/${id}/channels?session_id=${randomUUID()}`
    const url = new URL(place, this.origin)
    // Node's own WebSocket takes headers as the browser's does not.
    const options = { headers: { cookie: this.header(url.pathname) } } as unknown as string[]
    const socket = new WebSocket(url.href.replace('http', 'ws'), options)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true })
      socket.addEventListener('error', () => reject(new Error('the kernel socket was refused')), { once: true })
    })
    return new NotebookKernel(socket)
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const cut = pair.indexOf('=')
    const attribute = (key: string) => attributes.find((entry) => entry.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1)
    const cookie = { name: pair.slice(0, cut), value: pair.slice(cut + 1), path: attribute('path') ?? '/' }
    this.cookies = this.cookies.filter(({ name, path }) => name !== cookie.name || path !== cookie.path)
    if (!attribute('expires') || Date.parse(attribute('expires')!) > Date.now()) this.cookies.push(cookie)
  }

  private matching(pathname: string): Cookie[] {
    return this.cookies.filter(({ path }) => pathname.startsWith(path)).sort((a, b) => b.path.length - a.path.length)
  }

  private header(pathname: string): string {
    return this.matching(pathname).map(({ name, value }) => `${name}=${value}`).join('; ')
  }
}

export class NotebookKernel {
  /** Settles when the connection ends, from whichever side. */
  readonly closed: Promise<void>

  constructor(private readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => socket.addEventListener('close', () => resolve(), { once: true }))
  }

  /** Everything that the cell printed, or its error as `Name: message`; rejects when the connection ends before. */
  run(code: string): Promise<string> {
    const id = randomUUID()
    const header = { msg_id: id, msg_type: 'execute_request', username: '', session: id, version: '5.3', date: new Date().toISOString() }
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true }
    return new Promise((resolve, reject) => {
      let printed = ''
      const ended = () => reject(new Error('the connection ended'))
      const heard = (event: MessageEvent) => {
        const message = JSON.parse(String(event.data))
        if (message.parent_header?.msg_id !== id) return
        if (message.msg_type === 'stream') printed += message.content.text
        if (message.msg_type === 'error') printed += `${message.content.ename}: ${message.content.evalue}`
        if (message.msg_type === 'status' && message.content.execution_state === 'idle') {
          this.socket.removeEventListener('message', heard)
          this.socket.removeEventListener('close', ended)
          resolve(printed)
        }
      }
      this.socket.addEventListener('message', heard)
      this.socket.addEventListener('close', ended)
      this.socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, content, channel: 'shell', buffers: [] }))
    })
  }

  close(): void {
    this.socket.close()
  }
}
