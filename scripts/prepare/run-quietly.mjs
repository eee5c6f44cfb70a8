import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Runs a program with its output in a file; `what` and the seconds it took are shown.
 * @throws with the end of the output when it fails.
 */
export async function runQuietly(what, program, args, { log, cwd, env = process.env, quiet = false }) {
  mkdirSync(path.dirname(log), { recursive: true })
  const output = openSync(log, 'w')
  const started = Date.now()
  if (!quiet) process.stdout.write(`… ${what}\n`)
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', output, output] })
  closeSync(output)
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (status, signal) => resolve(signal ? 1 : status))
  })
  if (code !== 0) throw new Error(`${what}: failed\n${readFileSync(log, 'utf8').split('\n').slice(-25).join('\n')}`)
  if (!quiet) process.stdout.write(`✓ ${what}  ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}
