import { fork } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Seeded } from '../../prisma/seed/main'
import { checkout, node } from '../checkout'
import type { Step } from './run-step'

/** Puts the platform, its administrator and the fictional plants into the database; changes nothing when they are there. */
export async function seedDatabase({ env, logFile, signal, onLine = () => {} }: Omit<Step, 'args'>): Promise<Seeded> {
  const log = openSync(logFile, 'w', 0o600)
  const child = fork(path.join(checkout, 'scripts/start/seed-process.ts'), [], {
    cwd: checkout,
    env: env as NodeJS.ProcessEnv,
    execPath: node,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', log, log, 'ipc'],
    signal,
  })
  closeSync(log)
  let seeded: Seeded | undefined
  child.on('message', (message: { progress?: string; seeded?: Seeded }) => {
    if (message.progress) onLine(message.progress)
    seeded = message.seeded ?? seeded
  })
  child.on('error', () => undefined)
  await new Promise((resolve) => child.on('close', resolve))
  if (!seeded) throw new Error(`${readFileSync(logFile, 'utf8').split('\n').slice(-20).join('\n')}\n(all of it: ${logFile})`)
  return seeded
}
