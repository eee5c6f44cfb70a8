import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Runs a program to its end, files readable by everyone (a notebook server runs as another user).
 * `tail` is the end of what it printed; code 127 when there is no such program.
 */
export async function runProgram(
  program: string,
  args: string[],
  onLine: (line: string) => void = () => {},
): Promise<{ code: number; tail: string }> {
  const child = spawn('/bin/sh', ['-c', 'umask 022; exec "$@"', 'sh', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const collect = (line: string) => {
    onLine(line)
    lines.push(line)
    if (lines.length > 20) lines.shift()
  }
  createInterface({ input: child.stdout }).on('line', collect)
  createInterface({ input: child.stderr }).on('line', collect)
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)))
  return { code, tail: lines.join('\n') }
}
