import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { checkout, node } from '@/scripts/checkout'

/** The gateway as the product starts it, in a process that a test may kill, over the database that the test made. */
export interface GatewayProcess {
  url: string
  child: ChildProcess
  /** In order, or at once. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

interface GatewayTrial {
  /** Over the environment of the test. */
  env?: Record<string, string>
  /** A script of the shell that runs it as "$@", in a namespace of its own for mounts. */
  inShell?: string
}

export async function startGateway(port: number, { env: more, inShell }: GatewayTrial = {}): Promise<GatewayProcess> {
  const env = { ...process.env, GATEWAY_PORT: String(port), METRICS_TOKEN: 'a-token-for-tests-only', LOG_LEVEL: 'warn', ...more }
  const plain = [node, '--import', 'tsx', 'workers/gateway.ts']
  const [program, ...args] = inShell ? ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-ec', inShell, 'sh', ...plain] : plain
  const child = spawn(program!, args, { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-5000)))
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 4000) {
      child.kill('SIGKILL')
      throw new Error(`the gateway did not start: ${said}`)
    }
    const health = await fetch(`${url}/health`).catch(() => null)
    if (health?.ok) break
    await wait(25)
  }
  return {
    url,
    child,
    async end(signal) {
      const ended = child.exitCode !== null ? null : new Promise((resolve) => child.once('exit', resolve))
      child.kill(signal)
      await ended
    },
  }
}
