import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { report } from './statistics'

const checkout = path.resolve(import.meta.dirname, '..')

/** `npm start` in a fresh clone until the portal is up, and again on the same data. */
export async function start(): Promise<void> {
  const clone = path.join(mkdtempSync(path.join(os.tmpdir(), 'millrace-start-')), 'millrace')
  try {
    const cloned = spawnSync('git', ['clone', '--quiet', checkout, clone], { encoding: 'utf8' })
    if (cloned.status !== 0) throw new Error(cloned.stderr)
    const first = await untilUp(clone)
    const second = await untilUp(clone)
    report('Start', [
      { what: 'npm start in an empty folder → portal is up', value: first, unit: 's', target: 360, note: 'packages from the registry or this machine’s cache' },
      { what: 'npm start again → portal is up', value: second, unit: 's', target: 20 },
    ])
  } finally {
    rmSync(path.dirname(clone), { recursive: true, force: true })
  }
}

/** Seconds until it says that it is up; then it is stopped as Ctrl-C does it. */
async function untilUp(folder: string): Promise<number> {
  const began = performance.now()
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MILLRACE|NEXTAUTH|HUB_|.*DATABASE_URL$|PORT$|WARM)/.test(name))) as NodeJS.ProcessEnv
  const child = spawn('npm', ['start', '--silent'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const up = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('Millrace is up')) resolve((performance.now() - began) / 1000)
    })
    void closed.then(() => reject(new Error('npm start ended before the portal was up')))
  })
  try {
    return await up
  } finally {
    process.kill(-child.pid!, 'SIGINT')
    await closed
  }
}
