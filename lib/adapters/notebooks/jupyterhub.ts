import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { asFailure, HubApi, HubProblem, type HubUser } from '@/lib/adapters/notebooks/hub-api'
import { listHomes, notebookName, placeHome, readEvents, removeHome } from '@/lib/adapters/notebooks/homes'
import type { NotebookActivity, NotebookFile, Notebooks } from '@/lib/adapters/notebooks/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'

export interface JupyterHubOptions {
  /** What browsers open and where the REST API answers, e.g. `http://127.0.0.1:4500`. */
  url: string
  apiToken: string
  /** One folder a lease; the hub's spawner reads the same. */
  homesDir: string
  /** Where the spawner reports what confines each server. */
  stateDir: string
  /** People sign in at the identity provider, whom the hub asks itself: no tickets. */
  oidc?: boolean
  deadlineMs?: { start: number; remove: number; ask: number }
}

const held = z.object({ memory: z.string(), cpu: z.string(), user: z.string() })

/** The local JupyterHub that scripts/notebooks/run.ts starts: servers by its REST API, files by folder. */
export class JupyterHubNotebooks implements Notebooks {
  private readonly hub: HubApi
  private readonly deadlineMs: { start: number; remove: number; ask: number }

  constructor(private readonly options: JupyterHubOptions) {
    this.hub = new HubApi(options.url, options.apiToken)
    this.deadlineMs = options.deadlineMs ?? { start: 60_000, remove: 40_000, ask: 8_000 }
  }

  ensureServer(name: string, files: NotebookFile[], signal?: AbortSignal): Promise<Outcome<{ note: string }>> {
    return this.within(name, this.deadlineMs.start, signal, async (deadline) => {
      await placeHome(this.options.homesDir, name, files)
      await this.hub.ask('POST', `/users/${name}`, deadline, [201, 409])
      await this.start(name, deadline)
      return done({ note: await this.note(name, files.length) })
    })
  }

  openUrl(name: string, ticket: string, file?: string): string {
    const place = file ? `lab/tree/${file.split('/').map(encodeURIComponent).join('/')}` : 'lab'
    if (this.options.oidc) return `${this.options.url}/user/${name}/${place}`
    const query = new URLSearchParams({ ticket, next: `/user/${name}/${place}` })
    return `${this.options.url}/hub/login?${query}`
  }

  activity(name: string): Promise<Outcome<NotebookActivity>> {
    return this.within(name, this.deadlineMs.ask, undefined, async (deadline) => {
      const server = (await this.hub.findUser(name, deadline))?.servers['']
      const lastActivity = server?.last_activity ? new Date(server.last_activity) : null
      return done({ lastActivity, running: server?.ready ?? false, ...(await readEvents(this.options.homesDir, name)) })
    })
  }

  stopServer(name: string): Promise<Outcome> {
    return this.within(name, this.deadlineMs.remove, undefined, async (deadline) => {
      await this.removeUser(name, deadline)
      return done()
    })
  }

  removeServer(name: string): Promise<Outcome> {
    return this.within(name, this.deadlineMs.remove, undefined, async (deadline) => {
      await this.removeUser(name, deadline)
      await removeHome(this.options.homesDir, name)
      return done()
    })
  }

  async listServers(prefix: string): Promise<Outcome<string[]>> {
    return this.within('all', this.deadlineMs.ask, undefined, async (deadline) => {
      const known = (await this.hub.listUsers(deadline)).map((user) => user.name)
      const names = new Set([...known, ...(await listHomes(this.options.homesDir))])
      return done([...names].filter((name) => name.startsWith(prefix)).sort())
    })
  }

  health(): Promise<Outcome> {
    return this.within('all', this.deadlineMs.ask, undefined, async (deadline) => {
      await this.hub.ask('GET', '/info', deadline, [200])
      return done()
    })
  }

  private async start(name: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const user = await this.hub.findUser(name, signal)
      const server = user?.servers['']
      if (server?.ready) return
      if (!user) throw new HubProblem(failed('unavailable', `${name} was removed while its server started`).failure)
      // 400 is "already running or pending": someone else asked at the same moment.
      if (!server?.pending) await this.hub.ask('POST', `/users/${name}/server`, signal, [201, 202, 400], {})
      await wait(100, undefined, { signal })
    }
  }

  /** Every server ends before the user goes: the hub refuses to delete a user with one, and its kernels would go on. */
  private async removeUser(name: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const user = await this.hub.findUser(name, signal)
      if (!user) return
      const servers = Object.entries(user.servers)
      if (servers.length === 0) {
        await this.hub.ask('DELETE', `/users/${name}`, signal, [204, 404, 400, 500])
      }
      for (const [server, state] of servers) await this.stop(user, server, state.pending, signal)
      await wait(100, undefined, { signal })
    }
  }

  private async stop(user: HubUser, server: string, pending: string | null, signal: AbortSignal): Promise<void> {
    if (pending) return
    const place = server === '' ? 'server' : `servers/${encodeURIComponent(server)}`
    const body = server === '' ? undefined : { remove: true }
    await this.hub.ask('DELETE', `/users/${user.name}/${place}`, signal, [202, 204, 400, 404], body)
  }

  private async note(name: string, files: number): Promise<string> {
    const text = await readFile(path.join(this.options.stateDir, 'servers', `${name}.json`), 'utf8').catch(() => 'null')
    const limits = held.safeParse(JSON.parse(text)).data
    const confinement = limits ? `; confined, memory by ${limits.memory}, CPU by ${limits.cpu}` : ''
    return `${files} files, server up${confinement}`
  }

  /** One deadline over all steps of a call; every throw becomes a failure that the reconciler can branch on. */
  private async within<T>(
    name: string,
    deadlineMs: number,
    signal: AbortSignal | undefined,
    call: (signal: AbortSignal) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    if (!notebookName.safeParse(name).success) return failed('refused', `not a name for a notebook server: ${name}`)
    const deadline = AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])])
    return call(deadline).catch((error: unknown) => ({ ok: false as const, failure: asFailure(error, deadline) }))
  }
}
