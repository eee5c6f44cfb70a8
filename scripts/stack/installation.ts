import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../checkout'
import { withLock } from '../processes/lock-file'
import { readPidFile, writePidFile } from '../processes/pid-file'
import { choosePorts } from '../start/ports'
import { Secrets } from '../start/secrets'
import { readSettings, type Values } from '../start/settings'
import type { Site, StackServer } from './server'

export interface Installation {
  varDir: string
  /** Where programs are installed; shared by installations of one checkout. */
  programs: string
  /** Of all servers as `<server>.<name>`, and the product's own. */
  ports: Record<string, number>
  secrets: Secrets
  portalUrl: string
}

export const usualPrograms = path.join(checkout, 'var/stack/programs')

/** The stack whose data lie in `varDir`: its ports are chosen, those of servers that run are kept. */
export async function openInstallation(varDir: string, servers: StackServer[], onTaken: (message: string) => void, programs = usualPrograms): Promise<Installation> {
  const settings = readSettings()
  const run = path.join(varDir, 'run')
  mkdirSync(run, { recursive: true })
  const file = path.join(run, 'stack-ports.json')
  const ports = await withLock(path.join(run, 'stack-ports.lock'), 60_000, () =>
    choosePorts({ file, usual: usualPorts(varDir, servers), wanted: wantedPorts(settings), held: heldPorts(varDir, file, servers), onTaken }),
  )
  return { varDir, programs, ports, secrets: new Secrets(path.join(varDir, 'secrets')), portalUrl: portalUrlOf(settings, ports.portal!) }
}

const wantedPorts = ({ PORT, GATEWAY_PORT }: Values) => ({ ...(PORT && { portal: Number(PORT) }), ...(GATEWAY_PORT && { gateway: Number(GATEWAY_PORT) }) })

const portalUrlOf = (settings: Values, port: number) => (settings.MILLRACE_URL ?? `http://localhost:${port}`).replace(/\/+$/, '')

/**
 * The well-known ones for the installation of the checkout itself. Any other, as of tests, has a stretch of its own: two
 * that look for free ports at the same moment would find the same.
 */
function usualPorts(varDir: string, servers: StackServer[]): Record<string, number> {
  const named = [['portal', 3000] as const, ['gateway', 4100] as const, ...servers.flatMap(({ name, ports }) => Object.entries(ports).map(([port, usual]) => [`${name}.${port}`, usual] as const))]
  if (varDir === path.join(checkout, 'var')) return Object.fromEntries(named)
  const first = 24_000 + (createHash('sha256').update(varDir).digest().readUInt16BE() % 200) * 40
  return Object.fromEntries(named.map(([name], i) => [name, first + i]))
}

/** Ports in use by this installation itself. */
function heldPorts(varDir: string, file: string, servers: StackServer[]): Record<string, number> {
  if (!existsSync(file)) return {}
  const running = servers.filter(({ name }) => processOf(varDir, name) !== undefined).map(({ name }) => name)
  const product = readPidFile(path.join(varDir, 'run/start.lock')) === undefined ? [] : ['portal', 'gateway']
  const remembered = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  return Object.fromEntries(Object.entries(remembered).filter(([name]) => [...running, ...product].includes(name.split('.')[0]!)))
}

const pidFile = (varDir: string, name: string) => path.join(varDir, 'run', `stack-${name}.pid`)

/** The server's process when it runs. */
export const processOf = (varDir: string, name: string): number | undefined => readPidFile(pidFile(varDir, name))

export const recordProcess = (varDir: string, name: string, pid: number) => writePidFile(pidFile(varDir, name), pid)

export const forgetProcess = (varDir: string, name: string) => rmSync(pidFile(varDir, name), { force: true })

export const logFileOf = (varDir: string, name: string): string => path.join(varDir, 'log', `stack-${name}.log`)

export function siteOf({ varDir, programs, ports, secrets, portalUrl }: Installation, { name }: StackServer, { asked = false, ...around }: Pick<Site, 'settingsOf' | 'say'> & Partial<Pick<Site, 'asked'>>): Site {
  const data = path.join(varDir, 'stack', name)
  for (const folder of [programs, data]) mkdirSync(folder, { recursive: true })
  return { programs, data, logFile: logFileOf(varDir, name), port: (port) => ports[`${name}.${port}`]!, portOf: (server, port) => ports[`${server}.${port}`]!, secrets, portalUrl, asked, ...around }
}
