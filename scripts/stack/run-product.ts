import { spawn } from 'node:child_process'
import path from 'node:path'
import { checkout, node } from '../checkout'
import type { Installation } from './installation'
import type { Settings } from './server'

/** The product as `npm start` runs it, told of the stack, until it ends. Ctrl-C ends it and leaves the servers up. @returns its exit code. */
export function runProduct({ varDir }: Installation, settings: Settings): Promise<number> {
  const env = { ...process.env, ...settings, MILLRACE_VAR_DIR: varDir }
  const product = spawn(node, ['--import', 'tsx', path.join(checkout, 'scripts/start/main.ts')], { cwd: checkout, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => product.kill(signal))
  return new Promise((resolve) => product.on('close', (code) => resolve(code ?? 1)))
}
