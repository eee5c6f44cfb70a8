import path from 'node:path'
import { checkout } from '../checkout'
import { isRunning } from '../processes/identity'
import { takeLock } from '../processes/lock-file'
import { stopOrphans } from '../notebooks/stop-orphans'
import { buildPortal } from './build'
import { Child, stopOrphan } from './child'
import { bringToSchema, orphanedPort, productEnvironment, startEmbedded } from './database'
import { describeInstallation } from './describe-installation'
import { NotebookKeeper } from './notebooks'
import { choosePorts } from './ports'
import { Progress } from './progress'
import { Secrets } from './secrets'
import { seedDatabase } from './seed'
import { readSettings } from './settings'
import { Shutdown } from './shutdown'
import { untilAnswers } from './until-answers'

const development = process.argv.includes('--dev')
const settings = readSettings()
const varDir = path.resolve(checkout, settings.MILLRACE_VAR_DIR ?? 'var')
const log = (name: string) => path.join(varDir, 'log', `${name}.log`)
const progress = new Progress()
const shutdown = new Shutdown(progress)
const { signal } = shutdown

async function start(): Promise<void> {
  const lock = takeLock(path.join(varDir, 'run/start.lock'))
  if ('heldBy' in lock) throw new Error(`It runs already in this checkout (process ${lock.heldBy}).`)
  shutdown.add('lock', async () => lock.release())
  const secrets = new Secrets(path.join(varDir, 'secrets'))
  const notebookData = settings.NOTEBOOKS_DIR ?? path.join(varDir, 'notebooks')
  await stopLeftovers(notebookData)

  const embedded = !settings.POSTGRES_ADMIN_URL
  const orphan = embedded ? orphanedPort(varDir, secrets) : undefined
  const ports = await progress.step('ports', () =>
    choosePorts({
      file: path.join(varDir, 'run/ports.json'),
      wanted: settings.PORT ? { web: Number(settings.PORT) } : {},
      held: orphan ? { postgres: orphan } : {},
      onTaken: (message) => progress.line(`! ${message}`),
    }),
  )

  const superUrl = settings.POSTGRES_ADMIN_URL ?? (await progress.step('PostgreSQL', (detail) => postgres(ports.postgres, secrets, detail)))
  const { urls } = await progress.step('database schema', async (detail) => {
    const result = await bringToSchema(superUrl, secrets, signal)
    detail(result.applied.length > 0 ? `${result.applied.length} applied` : 'up to date')
    return result
  })

  const planned = settings.NOTEBOOKS === 'off' ? undefined : `http://127.0.0.1:${ports.hub}`
  const env = productEnvironment(settings, { urls, varDir, webPort: ports.web, hubUrl: planned, secrets })
  secrets.keep('environment.json', JSON.stringify(settingsOfProduct(env)))
  env.NODE_ENV = development ? 'development' : 'production'
  if (!development) {
    await progress.step('portal build', async (detail) => {
      const built = await buildPortal({ env, logFile: log('build'), signal })
      if (!built) detail('up to date')
    })
  }
  const seeded = await progress.step('fictional plants', (detail) => seedDatabase({ env, logFile: log('seed'), signal, onLine: detail }))
  if (seeded.adminPassword) secrets.keep('admin-password', seeded.adminPassword)

  const next = path.join(checkout, 'node_modules/next/dist/bin/next')
  const say = (line: string) => progress.line(line)
  const web = new Child({ name: 'web', args: [next, development ? 'dev' : 'start', '-p', String(ports.web), '-H', '127.0.0.1'], env, varDir, say })
  const worker = new Child({ name: 'worker', args: ['--import', 'tsx', path.join(checkout, 'workers/main.ts')], env, varDir, say })
  const local = `http://127.0.0.1:${ports.web}`
  await progress.step('portal and worker', async () => {
    shutdown.add('web', () => web.stop(), () => web.kill())
    web.start()
    shutdown.add('worker', () => worker.stop(), () => worker.kill())
    worker.start()
    await untilAnswers(local, { withinSeconds: 120, signal, logFile: log('web') })
  })
  // A hub that the settings name is somebody else's to run.
  if (planned && !settings.HUB_URL) {
    const onMoved = (hubUrl: string) => void Promise.all([web, worker].map((child) => child.restart({ ...env, HUB_URL: hubUrl })))
    const environmentDir = path.join(checkout, 'var/notebooks')
    const apiToken = env.HUB_API_TOKEN!
    const notebooks = new NotebookKeeper({ environmentDir, dataDir: notebookData, varDir, ports, portalUrl: local, apiToken, say, onMoved })
    shutdown.add('notebooks', () => notebooks.stop())
    notebooks.start()
  }
  const password = secrets.find('admin-password')
  describeInstallation({ progress, varDir, portalUrl: env.MILLRACE_URL!, hubUrl: env.HUB_URL, adminEmail: seeded.adminEmail, password })
}

/** PostgreSQL is found and adopted by its own data folder; the rest a killed run recorded. */
async function stopLeftovers(notebookData: string): Promise<void> {
  for (const name of ['worker', 'web']) {
    if (await stopOrphan(varDir, name)) progress.line(`! stopped the ${name} that an earlier run left behind`)
  }
  await stopOrphans(path.join(notebookData, 'state'))
}

async function postgres(port: number, secrets: Secrets, detail: (text: string) => void): Promise<string> {
  const server = await startEmbedded(varDir, port, secrets)
  shutdown.add('PostgreSQL', () => server.stop(), () => isRunning(server.pid) && process.kill(server.pid, 'SIGINT'))
  detail(server.adopted ? 'adopted from an earlier run' : server.dataDir.startsWith(varDir) ? '' : `data in ${server.dataDir}`)
  return server.superUrl
}

/** For the commands beside a running installation (`scripts/run-ts.mjs`). */
const settingsOfProduct = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => /^(MILLRACE|NEXTAUTH|HUB|INTERNAL|.*DATABASE_URL$|WARM|DEMO)/.test(name)))

start().catch((error: unknown) => {
  if (signal.aborted) return
  progress.line(`\n${error instanceof Error ? error.message : String(error)}`)
  void shutdown.run(1)
})
