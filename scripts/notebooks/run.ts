import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { followLog } from './follow-log'
import { freePort } from './free-port'
import { runProgram } from './run-program'
import { stopOrphans, stopProcess } from './stop-orphans'

export interface NotebookLimits {
  memoryMb: number
  cpus: number
  processes: number
  /** A server that is left alone for so long ends; opening it starts it again. Looked at once a minute. */
  idleSeconds: number
}

/** The hub's own client at the identity provider. */
export interface NotebookSignIn {
  /** The realm's address. */
  issuer: string
  clientId: string
  clientSecret: string
}

export interface StartOptions {
  /** Holds `venv/`, from installNotebooks. */
  dir: string
  /** One folder a lease; `<dir>/homes` unless said. */
  homesDir?: string
  /** The hub's database, secrets and pid files; made readable by nobody else. */
  stateDir: string
  /** Where to begin to look for free ports: what browsers open, the hub's own, the proxy's control. */
  ports: { public: number; hub: number; proxy: number }
  /** The portal's address as this machine reaches it; the hub redeems tickets there. */
  portalUrl: string
  /** Shared by portal and hub: what each shows the other. */
  apiToken: string
  /** Sign-in at the identity provider instead of by tickets of the portal. */
  oidc?: NotebookSignIn
  /** Ports of this machine that notebooks reach beside the hub, e.g. the object store's. */
  doors?: number[]
  /** The hub's own lines, as they come; they are also in `<stateDir>/hub.log`. */
  onLog?: (line: string) => void
  limits?: Partial<NotebookLimits>
}

export interface RunningNotebooks {
  url: string
  pid: number
  /** Ends every notebook server, the proxy and the hub. */
  stop(): Promise<void>
}

const checkout = path.resolve(import.meta.dirname, '../..')
const platform = path.join(checkout, 'platform/notebooks')
const notebookNiceness = 10
const secondsToStart = 90

/**
 * Starts the hub and waits until it answers; what a killed run left is stopped first; a taken port is passed over.
 * @throws when this system cannot confine servers: they are never run unconfined.
 */
export async function startNotebooks(options: StartOptions): Promise<RunningNotebooks> {
  const { dir, stateDir, onLog } = options
  const homesDir = options.homesDir ?? path.join(dir, 'homes')
  const python = path.join(dir, 'venv/bin/python')
  await mkdir(path.join(stateDir, 'servers'), { recursive: true, mode: 0o700 })
  await mkdir(homesDir, { recursive: true, mode: 0o711 })
  await stopOrphans(stateDir)
  await requireConfinement(python)
  const publicPort = await freePort(options.ports.public)
  const hubPort = await freePort(options.ports.hub, [publicPort])
  const proxyPort = await freePort(options.ports.proxy, [publicPort, hubPort])
  const logFile = path.join(stateDir, 'hub.log')
  // A file, not a pipe: when the portal is killed the proxy would spin on a pipe that nobody reads.
  const log = await open(logFile, 'w', 0o600)
  const hub = spawn(python, ['-m', 'jupyterhub', '-f', path.join(platform, 'jupyterhub_config.py')], {
    cwd: stateDir,
    // A group of its own: Ctrl-C reaches the portal, which then ends the hub in order.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: environment({ ...options, homesDir }, { publicPort, hubPort, proxyPort }),
  })
  // Pages come before notebooks: a cell that computes may take what is left. Servers inherit it.
  if (hub.pid) os.setPriority(hub.pid, notebookNiceness)
  await log.close()
  if (!hub.pid) throw new Error(`the notebook hub could not be started with ${python}`)
  await writeFile(path.join(stateDir, 'hub.pid'), String(hub.pid), { mode: 0o600 })
  const url = `http://127.0.0.1:${publicPort}`
  const endLog = onLog ? followLog(logFile, onLog) : () => {}
  const stop = () => stopHub(hub, stateDir).finally(endLog)
  try {
    await answering(url, hub)
  } catch (error) {
    await stop()
    const recent = (await readFile(logFile, 'utf8')).slice(-2000)
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${recent}`)
  }
  return { url, pid: hub.pid, stop }
}

async function requireConfinement(python: string): Promise<void> {
  const check = await runProgram(python, ['-E', '-s', '-B', path.join(platform, 'confinement/confine.py'), '--check'])
  if (check.code !== 0) throw new Error(`confinement not possible on this system: ${check.tail || `code ${check.code}`}`)
}

function environment(
  { dir, homesDir, stateDir, portalUrl, apiToken, oidc, doors = [], limits = {} }: StartOptions & { homesDir: string },
  { publicPort, hubPort, proxyPort }: { publicPort: number; hubPort: number; proxyPort: number },
): NodeJS.ProcessEnv {
  const values = {
    PATH: `${path.join(dir, 'venv/bin')}:/usr/local/bin:/usr/bin:/bin`,
    LANG: 'C.UTF-8',
    HOME: stateDir,
    MILLRACE_HUB_STATE: stateDir,
    MILLRACE_HOMES: homesDir,
    MILLRACE_HIDDEN: checkout,
    MILLRACE_HUB_PORT: String(publicPort),
    MILLRACE_DOORS: doors.join(','),
    MILLRACE_HUB_INNER_PORT: String(hubPort),
    MILLRACE_PROXY_PORT: String(proxyPort),
    MILLRACE_NODE: process.execPath,
    MILLRACE_PROXY: path.join(checkout, 'node_modules/configurable-http-proxy/bin/configurable-http-proxy'),
    MILLRACE_PORTAL_URL: portalUrl,
    MILLRACE_API_TOKEN: apiToken,
    MILLRACE_NOTEBOOK_MEMORY_MB: String(limits.memoryMb ?? 2048),
    MILLRACE_NOTEBOOK_CPUS: String(limits.cpus ?? 1),
    MILLRACE_NOTEBOOK_PROCESSES: String(limits.processes ?? 256),
    MILLRACE_NOTEBOOK_IDLE_SECONDS: String(limits.idleSeconds ?? 4 * 3600),
    ...(oidc && {
      MILLRACE_OIDC_ISSUER: oidc.issuer,
      MILLRACE_OIDC_CLIENT_ID: oidc.clientId,
      MILLRACE_OIDC_CLIENT_SECRET: oidc.clientSecret,
      MILLRACE_HUB_URL: `http://127.0.0.1:${publicPort}`,
      // People's tokens rest in the hub's database under it.
      JUPYTERHUB_CRYPT_KEY: createHash('sha256').update(`tokens of people\n${apiToken}`).digest('hex'),
    }),
  }
  return values as unknown as NodeJS.ProcessEnv
}

async function answering(url: string, hub: ChildProcess): Promise<void> {
  const deadline = Date.now() + secondsToStart * 1000
  while (Date.now() < deadline) {
    if (hub.exitCode !== null || hub.signalCode) throw new Error('the notebook hub ended while starting')
    const answer = await fetch(`${url}/hub/api/`, { signal: AbortSignal.timeout(2000) }).catch(() => null)
    if (answer?.ok) return
    await wait(150)
  }
  throw new Error(`the notebook hub did not answer within ${secondsToStart} s`)
}

async function stopHub(hub: ChildProcess, stateDir: string): Promise<void> {
  if (hub.pid && existsSync(`/proc/${hub.pid}`)) await stopProcess(hub.pid)
  // The hub ends its proxy and servers itself; this is for a hub that had to be killed.
  await stopOrphans(stateDir)
}
