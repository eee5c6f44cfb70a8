import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { checkout, node } from '@/scripts/checkout'

export interface ConnectorsProcess {
  child: ChildProcess
  said(): string
  health(): Promise<{ ok: boolean; connections: Record<string, string>; gateway: { away: string | null }; waitingBytes: { readings: number; events: number } } | null>
  metrics(): Promise<string>
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** The connectors as a plant starts them, without the portal's settings, in a process that a test may kill. */
export function startConnectors(file: string, port: number, env: Record<string, string> = {}): ConnectorsProcess {
  const { PATH } = process.env
  const child = spawn(node, ['--import', 'tsx', 'workers/connectors.ts'], { cwd: checkout, env: { PATH, NODE_ENV: 'test', CONNECTORS_FILE: file, LOG_LEVEL: 'info', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)))
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
  return {
    child,
    said: () => said,
    health: async () => ((await (await get('/health'))?.json()) ?? null) as Awaited<ReturnType<ConnectorsProcess['health']>>,
    metrics: async () => (await (await get('/metrics'))?.text()) ?? '',
    async end(signal) {
      const ended = child.exitCode !== null || child.signalCode !== null ? wait(0) : new Promise((resolve) => child.once('exit', resolve))
      child.kill(signal)
      await ended
    },
  }
}
