import { randomBytes } from 'node:crypto'
import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { JupyterHubNotebooks } from '@/lib/adapters/notebooks/jupyterhub'
import { installNotebooks } from '@/scripts/notebooks/install'
import { startNotebooks, type NotebookLimits, type RunningNotebooks, type StartOptions } from '@/scripts/notebooks/run'

export interface TestHub {
  notebooks: JupyterHubNotebooks
  running: RunningNotebooks
  options: StartOptions
  homesDir: string
  stateDir: string
  /** A one-time ticket, as the portal would give its signed-in person. */
  ticketFor(name: string): string
  /** When the portal would say that this lease ends; null until said. */
  ends: Map<string, string>
  stop(): Promise<void>
}

const varDir = path.resolve(import.meta.dirname, '../../../var')

/** A real hub with real confinement and a stand-in for the portal's ticket route. The environment is installed once. */
export async function startTestHub(limits: Partial<NotebookLimits> = {}, doors: number[] = []): Promise<TestHub> {
  const dir = path.join(varDir, 'notebooks')
  await installNotebooks({ dir })
  await mkdir(varDir, { recursive: true })
  const own = await mkdtemp(path.join(varDir, 'test-notebooks-'))
  const [homesDir, stateDir, apiToken] = [path.join(own, 'homes'), path.join(own, 'state'), randomBytes(24).toString('hex')]
  const tickets = new Map<string, string>()
  const ends = new Map<string, string>()
  const portal = await startPortal(tickets, ends, apiToken)
  const portalUrl = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`
  const first = 21_000 + (process.pid % 400) * 20
  const ports = { public: first, hub: first + 3, proxy: first + 6 }
  const options = { dir, homesDir, stateDir, ports, portalUrl, apiToken, limits, doors }
  const running = await startNotebooks(options)
  return {
    notebooks: new JupyterHubNotebooks({ url: running.url, apiToken, homesDir, stateDir }),
    running,
    options,
    homesDir,
    stateDir,
    ends,
    ticketFor: (name) => {
      const ticket = randomBytes(12).toString('hex')
      tickets.set(ticket, name)
      return ticket
    },
    stop: async () => {
      await running.stop()
      portal.close()
      await rm(own, { recursive: true, force: true })
    },
  }
}

async function startPortal(tickets: Map<string, string>, ends: Map<string, string>, apiToken: string): Promise<Server> {
  const answers: Record<string, (asked: { ticket?: string; name?: string }) => object | null> = {
    '/api/internal/notebook-ticket': ({ ticket = '' }) => {
      const name = tickets.get(ticket)
      tickets.delete(ticket)
      return name ? { name } : null
    },
    '/api/internal/notebook-lease': ({ name = '' }) => ({ endsAt: ends.get(name) ?? null }),
  }
  const portal = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const answer = answers[request.url ?? '']?.(JSON.parse(body || '{}') as object) ?? null
    if (!answer || request.headers.authorization !== `Bearer ${apiToken}`) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
  return portal
}
