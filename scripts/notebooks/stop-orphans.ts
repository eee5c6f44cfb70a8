import { readdir, readFile, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

const report = z.object({ pid: z.number(), groups: z.array(z.string()) })

/**
 * Ends what a killed run left behind in `stateDir`: the hub, its proxy, every notebook server and their control groups.
 * A process is ours only when it says so itself: its number may long belong to another program.
 */
export async function stopOrphans(stateDir: string): Promise<void> {
  await stopFromFile(path.join(stateDir, 'hub.pid'), stateDir)
  await stopFromFile(path.join(stateDir, 'proxy.pid'), 'configurable-http-proxy')
  const servers = path.join(stateDir, 'servers')
  const files = await readdir(servers).catch(() => [] as string[])
  await Promise.all(files.map((file) => stopServer(path.join(servers, file))))
}

async function stopServer(file: string): Promise<void> {
  const parsed = report.safeParse(parseJson(await readText(file)))
  if (parsed.success) {
    if (await isOurs(parsed.data.pid, path.dirname(file))) await stopProcess(parsed.data.pid)
    for (const group of parsed.data.groups) await rmdir(group).catch(() => {})
  }
  await rm(file, { force: true })
}

/** Asks, waits up to 15 s, then kills. Returns when the process is gone. */
export async function stopProcess(pid: number): Promise<void> {
  signal(pid, 'SIGTERM')
  for (let tenths = 0; tenths < 200 && (await isRunning(pid)); tenths++) {
    if (tenths === 150) signal(pid, 'SIGKILL')
    await wait(100)
  }
}

async function stopFromFile(file: string, mark: string): Promise<void> {
  const pid = Number((await readText(file)).trim().split('\n')[0])
  if (pid > 1 && (await isOurs(pid, mark))) await stopProcess(pid)
  await rm(file, { force: true })
}

async function isOurs(pid: number, mark: string): Promise<boolean> {
  const [command, environment] = await Promise.all([readText(`/proc/${pid}/cmdline`), readText(`/proc/${pid}/environ`)])
  return command.includes(mark) || environment.includes(`MILLRACE_HUB_STATE=${mark}\0`)
}

async function isRunning(pid: number): Promise<boolean> {
  const status = await readText(`/proc/${pid}/status`)
  return status !== '' && !/^State:\s+Z/m.test(status)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const readText = (file: string) => readFile(file, 'utf8').catch(() => '')
