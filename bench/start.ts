import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../scripts/notebooks/free-port'
import { folderElsewhere } from '../scripts/postgres/place'
import { describeMachine } from './floors'
import { type Measured, report } from './statistics'

const checkout = path.resolve(import.meta.dirname, '..')

/** `npm start` until the portal is up: with new data, and again on it. With `fresh`, before that in a clone without packages. */
export async function start({ fresh }: { fresh: boolean }): Promise<void> {
  await describeMachine()
  const rows = fresh ? [await inClone()] : []
  const varDir = openFolder(path.join(checkout, 'var'), 'bench-')
  try {
    const first = await untilUp(checkout, varDir)
    const again = await untilUp(checkout, varDir)
    rows.push({ what: 'npm start, packages there, new data', value: first, unit: 's', note: 'built anew if sources changed' })
    rows.push({ what: 'npm start again', value: again, unit: 's', target: 20 })
  } finally {
    for (const folder of [varDir, folderElsewhere(path.join(varDir, 'postgres'))]) rmSync(folder, { recursive: true, force: true })
  }
  report('Start, until the portal is up', rows)
}

async function inClone(): Promise<Measured> {
  const parent = openFolder(os.tmpdir(), 'millrace-bench-')
  const clone = path.join(parent, 'millrace')
  try {
    const cloned = spawnSync('git', ['clone', '--quiet', checkout, clone], { encoding: 'utf8' })
    if (cloned.status !== 0) throw new Error(cloned.stderr)
    const value = await untilUp(clone, path.join(clone, 'var'))
    return { what: 'npm start in a fresh clone', value, unit: 's', target: 360, note: 'packages from the registry or npm’s own cache' }
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

/** The database may run as another user, who has to get in. */
function openFolder(parent: string, prefix: string): string {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(path.join(parent, prefix))
  chmodSync(folder, 0o755)
  return folder
}

/** Seconds until it says that it is up; then it is stopped as Ctrl-C does it. */
async function untilUp(folder: string, varDir: string): Promise<number> {
  const own = Object.entries(process.env).filter(([name]) => !/^(MILLRACE|NEXTAUTH|HUB|.*DATABASE_URL$|PORT$|WARM|npm_(?!config))/.test(name))
  const port = await freePort(24_000 + (process.pid % 300))
  const env = { ...Object.fromEntries(own), MILLRACE_VAR_DIR: varDir, PORT: String(port), MILLRACE_URL: `http://localhost:${port}` } as unknown as NodeJS.ProcessEnv
  const began = performance.now()
  const child = spawn('npm', ['start', '--silent'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const up = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (/^[✓!]/.test(line)) process.stdout.write(`  ${line}\n`)
      if (line.startsWith('Millrace is up')) resolve((performance.now() - began) / 1000)
    })
    void closed.then(() => reject(new Error('npm start ended before the portal was up')))
  })
  try {
    return await up
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGINT')
    await closed
  }
}
