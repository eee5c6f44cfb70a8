import { stopProcess } from '../processes/stop-process'
import { forgetProcess, type Installation, processOf, siteOf } from './installation'
import type { Site, StackServer } from './server'

/** Servers flush what they hold before they go. */
const signals = [
  { signal: 'SIGTERM' as const, withinMs: 40_000 },
  { signal: 'SIGKILL' as const, withinMs: 5_000 },
]

/** Ends the servers side by side; their data stay. @returns the names of those that ran. */
export async function takeDown(installation: Installation, servers: StackServer[]): Promise<string[]> {
  const stopped = await Promise.all(
    servers.map((server) => stopServer(installation.varDir, server, siteOf(installation, server, { settingsOf: () => undefined, say: () => undefined }))),
  )
  return servers.filter((_, i) => stopped[i]).map(({ name }) => name)
}

/** @returns whether it ran. */
export async function stopServer(varDir: string, server: StackServer, site: Site): Promise<boolean> {
  const pid = processOf(varDir, server.name)
  if (pid !== undefined) await (server.stop ? server.stop(site, pid) : stopProcess(pid, { group: true, signals }))
  forgetProcess(varDir, server.name)
  return pid !== undefined
}
