import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '../notebooks/free-port'
import { takeLock } from '../processes/lock-file'

export interface Ports {
  web: number
  postgres: number
  /** Takes readings. */
  gateway: number
  /** Where the worker shows its metrics. */
  worker: number
  /** Where the process of open screens shows its. */
  live: number
  /** What browsers open. */
  hub: number
  /** The hub's own. */
  hubInner: number
  /** The hub's proxy, for orders. */
  hubProxy: number
}

/** Where each is when nothing is taken. */
export const usualPorts: Ports = { web: 3000, postgres: 5480, gateway: 4100, worker: 4110, live: 4111, hub: 8600, hubInner: 8601, hubProxy: 8602 }

export interface PortChoice<Name extends string> {
  /** Remembers the choice, so that bookmarks and open pages stay right. */
  file: string
  /** Where each is when nothing is taken. */
  usual: Record<Name, number>
  /** Asked for by name in the settings; over what is remembered. */
  wanted?: Partial<Record<Name, number>>
  /** In use by this installation's own processes: not to be looked at. */
  held?: Partial<Record<Name, number>>
  onTaken: (message: string) => void
}

/** A port for each, the wanted, remembered or usual one if it is free, else the next free one, which is said. */
export async function choosePorts<Name extends string>({ file, usual, wanted = {}, held = {}, onTaken }: PortChoice<Name>): Promise<Record<Name, number>> {
  const first: Record<Name, number> = { ...usual, ...readChoice(file), ...wanted }
  const ports: Record<Name, number> = { ...first, ...held }
  const chosen = Object.values<number>(held as Record<string, number>)
  for (const name of Object.keys(usual) as Name[]) {
    if (held[name]) continue
    ports[name] = await claimPort(file, first[name], chosen, wanted[name])
    chosen.push(ports[name])
    if (ports[name] !== first[name]) onTaken(`port ${first[name]} (${name}) is taken: ${ports[name]} it is`)
  }
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(ports))
  return ports
}

/** Where products of this machine say which ports they are about to use. */
const claims = path.join(os.tmpdir(), 'millrace-ports')

/**
 * Nobody listens on a port before its server is up: of two products that start at once, the one that claims it first has it,
 * until its process ends. One that is wanted by name is free for whoever was told of it, as the product is by its stack; one
 * that another process claimed for the same installation stays, or two that open it at once would move it under each other.
 */
async function claimPort(installation: string, from: number, chosen: number[], wanted?: number): Promise<number> {
  for (const except = [...chosen]; ; ) {
    const port = await freePort(from, except)
    if (port === wanted) return port
    const [claim, whose] = [path.join(claims, String(port)), path.join(claims, `${port}.for`)]
    const lock = takeLock(claim)
    if ('release' in lock) writeFileSync(whose, installation)
    else if (lock.heldBy !== process.pid && readIfThere(whose) !== installation) {
      except.push(port)
      continue
    }
    return port
  }
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function readChoice(file: string): Record<string, number> {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  } catch {
    return {}
  }
}
