import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../notebooks/free-port'
import { folderElsewhere } from '../postgres/place'

const checkout = path.resolve(import.meta.dirname, '../..')

/**
 * Playwright's global setup: the product as `npm start` starts it, on free ports, with data of its own that is deleted
 * afterwards. Tests find `MILLRACE_E2E_URL`, `_ADMIN_EMAIL`, `_ADMIN_PASSWORD` and `_VAR` in the environment.
 */
export default async function startProduct(): Promise<(() => Promise<void>) | void> {
  // Against an installation that runs already, while tests are written.
  if (process.env.MILLRACE_E2E_URL) return
  const port = await freePort(23_000 + (process.pid % 300))
  return runProduct(makeVarDir(), { LAKE_SEAL_SECONDS: '10', PORT: String(port), MILLRACE_URL: `http://localhost:${port}` })
}

/** For data of an installation that is deleted afterwards. */
export function makeVarDir(): string {
  const parent = path.join(checkout, 'var')
  mkdirSync(parent, { recursive: true })
  const varDir = mkdtempSync(path.join(parent, 'e2e-'))
  // The database may run as another user, who has to get in.
  chmodSync(varDir, 0o755)
  return varDir
}

/** Starts the product and tells the tests where it is. @returns how to stop it and delete its data. */
export async function runProduct(varDir: string, settings: Record<string, string>): Promise<() => Promise<void>> {
  const product = spawn(path.join(checkout, 'node_modules/.bin/node'), ['--import', 'tsx', path.join(checkout, 'scripts/start/main.ts')], {
    cwd: checkout,
    // The developer's own settings do not count here.
    env: { ...process.env, MILLRACE_VAR_DIR: varDir, ...settings, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => product.once('close', () => resolve()))
  const stop = async () => {
    product.kill('SIGTERM')
    await ended
    for (const folder of [varDir, folderElsewhere(path.join(varDir, 'postgres'))]) rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilUp(product, ended)
  } catch (error) {
    await stop()
    throw error
  }
  const { portalUrl, adminEmail } = JSON.parse(readFileSync(path.join(varDir, 'run/addresses.json'), 'utf8')) as Record<string, string>
  Object.assign(process.env, {
    MILLRACE_E2E_URL: portalUrl,
    MILLRACE_E2E_VAR: varDir,
    MILLRACE_E2E_ADMIN_EMAIL: adminEmail,
    MILLRACE_E2E_ADMIN_PASSWORD: readFileSync(path.join(varDir, 'secrets/admin-password'), 'utf8'),
  })
  return stop
}

async function untilUp(product: ReturnType<typeof spawn>, ended: Promise<void>): Promise<void> {
  const up = new Promise<void>((resolve) => {
    createInterface({ input: product.stdout! }).on('line', (line) => {
      if (!line.includes('first password')) process.stdout.write(`  ${line}\n`)
      if (line.startsWith('Millrace is up')) resolve()
    })
  })
  const gone = ended.then(() => Promise.reject(new Error('the product ended while starting')))
  gone.catch(() => undefined)
  await Promise.race([up, gone])
}
