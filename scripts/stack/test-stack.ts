import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../checkout'
import { withLock } from '../processes/lock-file'
import { readPidFile, writePidFile } from '../processes/pid-file'
import { bringUp } from './bring-up'
import { openInstallation, processOf } from './installation'
import type { Settings, StackServer } from './server'
import { servers } from './server-list'
import { takeDown } from './take-down'

const shared = path.join(checkout, 'var/test-stack')
const users = path.join(shared, 'users')
const lock = path.join(shared, 'lock')

export type TestServer =
  | { settings: Settings; /** Where the server expects the portal. */ portalUrl: string; varDir: string; stop: () => Promise<void>; start: () => Promise<void>; freeze: () => void; thaw: () => void }
  /** Why it could not be had; its tests are skipped. */
  | { settings?: undefined; stop?: undefined; start?: undefined; freeze?: undefined; thaw?: undefined; absent: string }

/**
 * A real server for a test file, started by the scripts of `npm run stack` with data and ports of its own; test files
 * share it, and the last run in this checkout stops it. With `own`, a folder's name: one that nobody else uses, for a test that stops it.
 * @throws when it is here and does not come up: that is a failure, not a reason to skip.
 */
export async function testServer(name: string, own?: string): Promise<TestServer> {
  const server = servers.find((each) => each.name === name)
  if (!server) throw new Error(`the stack has no server called ${name}`)
  const varDir = own ? path.join(shared, 'own', own) : path.join(shared, 'shared')
  const all = [...servers.filter((each) => server.after?.includes(each.name)), server]
  const installation = await openInstallation(varDir, servers, () => undefined)
  const start = async () => settingsOf(await bringUp(installation, all, () => undefined), server)
  const first = await start()
  if (!first.settings) {
    process.stderr.write(`\n!! SKIPPED: ${server.title} cannot be had here: ${first.absent}\n`)
    return first
  }
  const signal = (name: NodeJS.Signals) => process.kill(-processOf(varDir, server.name)!, name)
  return {
    settings: first.settings,
    portalUrl: installation.portalUrl,
    varDir,
    stop: async () => void (await takeDown(installation, [server])),
    start: async () => void (await start()),
    // It takes connections and does not answer, until it is thawed.
    freeze: () => void signal('SIGSTOP'),
    thaw: () => void signal('SIGCONT'),
  }
}

function settingsOf(brought: Awaited<ReturnType<typeof bringUp>>, server: StackServer): { settings: Settings } | { settings?: undefined; absent: string } {
  const mine = brought.find((each) => each.server === server)!
  if (mine.state === 'up') return { settings: mine.settings }
  if (mine.state === 'absent') return { absent: mine.reason }
  throw new Error(`${server.title} did not come up: ${mine.reason}`)
}

/** Vitest's global setup: starts nothing; afterwards stops what test files started, unless another run still uses it. */
export default async function setup(): Promise<() => Promise<void>> {
  mkdirSync(users, { recursive: true })
  await withLock(lock, 120_000, async () => writePidFile(path.join(users, String(process.pid)), process.pid))
  return () => withLock(lock, 120_000, stopUnlessUsed)
}

async function stopUnlessUsed(): Promise<void> {
  rmSync(path.join(users, String(process.pid)), { force: true })
  if (readdirSync(users).some((name) => readPidFile(path.join(users, name)) !== undefined)) return
  for (const name of readdirSync(users)) rmSync(path.join(users, name), { force: true })
  for (const folder of [path.join(shared, 'shared'), ...ownFolders()]) {
    if (!existsSync(folder)) continue
    await takeDown(await openInstallation(folder, servers, () => undefined), servers)
    rmSync(folder, { recursive: true, force: true })
  }
}

const ownFolders = () => {
  const own = path.join(shared, 'own')
  return existsSync(own) ? readdirSync(own).map((name) => path.join(own, name)) : []
}
