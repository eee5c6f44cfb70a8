import { spawn } from 'node:child_process'
import { checkout, node } from './prepare.mjs'

/** Runs a TypeScript file on Node 22 in this terminal. Signals are passed on. @returns its exit code. */
export function runTypeScript(file, args, env = process.env) {
  const child = spawn(node, ['--import', 'tsx', file, ...args], { cwd: checkout, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (code, signal) => resolve(signal ? 1 : code))
  })
}
