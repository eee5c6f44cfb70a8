import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isRunning } from '../processes/identity'
import { withLock } from '../processes/lock-file'
import { endOfLog } from './end-of-log'
import { type Installation, logFileOf, processOf, recordProcess, siteOf } from './installation'
import type { Settings, Site, StackServer } from './server'
import { stopServer } from './take-down'

export type Brought =
  | { server: StackServer; state: 'up'; adopted: boolean; seconds: number; settings: Settings }
  /** `absent`: it could not be had. `failed`: it is here and did not come up. */
  | { server: StackServer; state: 'absent' | 'failed'; reason: string }

export type Say = (server: string, text: string) => void

/**
 * Brings the servers up side by side, each after those it names; what runs already is adopted. Never throws for a server.
 * @param asked names that somebody gave: for these even an installation of minutes is begun.
 */
export async function bringUp(installation: Installation, servers: StackServer[], say: Say, asked: string[] = []): Promise<Brought[]> {
  const brought = new Map<string, Promise<Brought>>()
  const bring = (server: StackServer): Promise<Brought> => {
    const known = brought.get(server.name)
    if (known) return known
    const work = bringAfter(server)
    brought.set(server.name, work)
    return work
  }
  const bringAfter = async (server: StackServer): Promise<Brought> => {
    const first = await Promise.all(servers.filter(({ name }) => server.after?.includes(name)).map(bring))
    const settingsOf = (name: string) => {
      const other = first.find((each) => each.server.name === name)
      return other?.state === 'up' ? other.settings : undefined
    }
    return bringOne(installation, server, siteOf(installation, server, { settingsOf, say: (text) => say(server.name, text), asked: asked.includes(server.name) }))
  }
  return Promise.all(servers.map(bring))
}

/** What the product is told: where it is to be, and what each server that is up says of itself. */
export const productSettings = ({ ports, portalUrl }: Installation, brought: Brought[]): Settings =>
  Object.assign({ PORT: String(ports.portal), GATEWAY_PORT: String(ports.gateway), MILLRACE_URL: portalUrl }, ...brought.map((each) => (each.state === 'up' ? each.settings : {})))

async function bringOne(installation: Installation, server: StackServer, site: Site): Promise<Brought> {
  const began = Date.now()
  try {
    await server.install(site)
  } catch (error) {
    return { server, state: 'absent', reason: messageOf(error) }
  }
  try {
    const lock = path.join(installation.varDir, 'run', `stack-${server.name}.lock`)
    const adopted = await withLock(lock, 10 * 60_000, () => startUnlessRunning(installation, server, site))
    return { server, state: 'up', adopted, seconds: (Date.now() - began) / 1000, settings: server.settings(site) }
  } catch (error) {
    return { server, state: 'failed', reason: messageOf(error) }
  }
}

/** @returns whether it ran already. */
async function startUnlessRunning(installation: Installation, server: StackServer, site: Site): Promise<boolean> {
  const running = processOf(installation.varDir, server.name)
  const adopted = running !== undefined && (await untilReady(server, site, running))
  if (!adopted) {
    if (running !== undefined) await stopServer(installation.varDir, server, site)
    const pid = await server.start(site)
    recordProcess(installation.varDir, server.name, pid)
    if (!(await untilReady(server, site, pid))) {
      const how = isRunning(pid) ? `did not answer within ${server.secondsToStart} s` : 'ended while starting'
      await stopServer(installation.varDir, server, site)
      throw new Error(`${how}\n${endOfLog(logFileOf(installation.varDir, server.name), 15)}`)
    }
  }
  await server.prepare?.(site)
  return adopted
}

async function untilReady(server: StackServer, site: Site, pid: number): Promise<boolean> {
  const deadline = Date.now() + server.secondsToStart * 1000
  while (Date.now() < deadline && isRunning(pid)) {
    if (await server.ready(site).catch(() => false)) return true
    await wait(100)
  }
  return false
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
