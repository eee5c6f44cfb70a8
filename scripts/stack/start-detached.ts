import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import type { Site } from './server'

export interface Program {
  program: string
  args: string[]
  /** All that it sees of the environment, beside PATH, HOME and the language. */
  env?: Record<string, string>
}

/** Starts a program that outlives this one, in a group of its own, its output at the end of the site's log. @returns its process. */
export async function startDetached({ data, logFile }: Pick<Site, 'data' | 'logFile'>, { program, args, env = {} }: Program): Promise<number> {
  mkdirSync(path.dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a', 0o600)
  const surroundings = { PATH: process.env.PATH, HOME: data, LANG: 'C.UTF-8', ...env }
  const child = spawn(program, args, { cwd: data, env: surroundings as unknown as NodeJS.ProcessEnv, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.unref()
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid!))
    child.once('error', (error) => reject(new Error(`${program} cannot be started: ${error.message}`)))
  })
}
