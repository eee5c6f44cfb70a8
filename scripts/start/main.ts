import path from 'node:path'
import { parseEnv, settingNames } from '@/lib/env'
import { secretNames } from '@/lib/secret-files'
import { checkout } from '../checkout'
import { dbtPython, installDbt } from '../dbt/install-dbt'
import { installLakeCrypto } from '../lake/install-crypto'
import { endChildren } from '../processes/end-children'
import { isRunning } from '../processes/identity'
import { takeLock } from '../processes/lock-file'
import { stopOrphans } from '../notebooks/stop-orphans'
import type { DatabaseUrls } from '../postgres/ensure-database'
import { buildPortal } from './build'
import { bundles } from './bundle'
import { Child, stopOrphan } from './child'
import { bringToSchema, orphanedPort, productEnvironment, startEmbedded } from './database'
import { describeInstallation } from './describe-installation'
import { NotebookKeeper } from './notebooks'
import { choosePorts, type Ports, usualPorts } from './ports'
import { Progress } from './progress'
import { Secrets } from './secrets'
import { seedDatabase } from './seed'
import { readSettingsOrEnd, type Values } from './settings'
import { Shutdown } from './shutdown'
import { untilAnswers } from './until-answers'

const development = process.argv.includes('--dev')
const settings = readSettingsOrEnd()
const varDir = path.resolve(checkout, settings.MILLRACE_VAR_DIR ?? 'var')
const log = (name: string) => path.join(varDir, 'log', `${name}.log`)
const progress = new Progress()
const shutdown = new Shutdown(progress)
const { signal } = shutdown
const notebookData = settings.NOTEBOOKS_DIR ?? path.join(varDir, 'notebooks')
/** What ends because everything ends is no news. */
const say = (line: string) => {
  if (!signal.aborted) progress.line(line)
}
/** As this machine reaches the portal, whatever browsers call it. */
const local = (ports: Ports) => `http://127.0.0.1:${ports.web}`

async function start(): Promise<void> {
  const lock = takeLock(path.join(varDir, 'run/start.lock'))
  if ('heldBy' in lock) throw new Error(`It runs already in this checkout (process ${lock.heldBy}).`)
  shutdown.add('lock', async () => lock.release())
  const secrets = new Secrets(path.join(varDir, 'secrets'))
  await stopLeftovers()
  const ports = await findPorts(secrets)
  const urls = await prepareDatabase(ports, secrets)

  const hubUrl = settings.NOTEBOOKS === 'off' ? undefined : `http://127.0.0.1:${ports.hub}`
  const env = productEnvironment(settings, { urls, varDir, webPort: ports.web, gatewayPort: ports.gateway, workerPort: ports.worker, livePort: ports.live, hubUrl, secrets })
  // Before the build: what is set wrongly is said in seconds, by the names of its variables.
  parseEnv(env)
  env.LAKE_CRYPTO_FILE ??= await progress.step('encryption of history', findLakeCrypto)
  env.DBT_PYTHON ??= dbtPython
  secrets.keep('environment.json', JSON.stringify(settingsOfProduct(env)))
  env.NODE_ENV = development ? 'development' : 'production'
  if (!development) await build(env)
  const seeded = await progress.step('fictional plants', (detail) => seedDatabase({ env, logFile: log('seed'), signal, onLine: detail }))
  if (seeded.adminPassword) secrets.keep('admin-password', seeded.adminPassword)

  const children = await startChildren(ports, env)
  // A hub that the settings name is somebody else's to run.
  if (hubUrl && !settings.HUB_URL) startNotebooks(ports, env, children)
  if (!settings.DBT_PYTHON) startDbtInstallation()
  const password = secrets.find('admin-password')
  describeInstallation({ progress, varDir, portalUrl: env.MILLRACE_URL!, hubUrl: env.HUB_URL, mailboxUrl: settings.MAILBOX_URL, adminEmail: seeded.adminEmail, password })
}

function findPorts(secrets: Secrets): Promise<Ports> {
  const orphan = settings.POSTGRES_ADMIN_URL ? undefined : orphanedPort(varDir, secrets)
  const choice = {
    file: path.join(varDir, 'run/ports.json'),
    usual: usualPorts,
    wanted: { ...(settings.PORT && { web: Number(settings.PORT) }), ...(settings.GATEWAY_PORT && { gateway: Number(settings.GATEWAY_PORT) }), ...(settings.HUB_PORT && { hub: Number(settings.HUB_PORT) }) },
    held: orphan ? { postgres: orphan } : {},
    onTaken: (message: string) => progress.line(`! ${message}`),
  }
  return progress.step('ports', () => choosePorts(choice))
}

async function prepareDatabase(ports: Ports, secrets: Secrets): Promise<DatabaseUrls> {
  const start = (detail: (text: string) => void) => startPostgres(ports.postgres, secrets, detail)
  const superUrl = settings.POSTGRES_ADMIN_URL ?? (await progress.step('PostgreSQL', start))
  return progress.step('database schema', async (detail) => {
    const { urls, applied } = await bringToSchema(superUrl, secrets, signal)
    detail(applied.length > 0 ? `${applied.length} applied` : 'up to date')
    return urls
  })
}

async function startPostgres(port: number, secrets: Secrets, detail: (text: string) => void): Promise<string> {
  const server = await startEmbedded(varDir, port, secrets)
  shutdown.add('PostgreSQL', () => server.stop(), () => isRunning(server.pid) && process.kill(server.pid, 'SIGINT'))
  detail(server.adopted ? 'adopted from an earlier run' : server.dataDir.startsWith(varDir) ? '' : `data in ${server.dataDir}`)
  return server.superUrl
}

/** Without it the product runs, and says that history is not sealed. */
const findLakeCrypto = (detail: (text: string) => void): Promise<string | undefined> =>
  installLakeCrypto().catch((error: Error) => {
    detail(`not to be had; history is not sealed: ${error.message.split('\n')[0]}`)
    return undefined
  })

const build = (env: Values) =>
  progress.step('portal build', async (detail) => {
    const built = await buildPortal({ env, logFile: log('build'), signal })
    if (!built) detail('up to date')
  })

async function startChildren(ports: Ports, env: Values): Promise<Child[]> {
  const server = development ? [path.join(checkout, 'node_modules/next/dist/bin/next'), 'dev'] : [path.join(checkout, 'scripts/web/serve.mjs')]
  // Next keeps what belongs to a request in asynchronous context, which this Node does by hooks at every promise unless it is told otherwise: a fifth of a short request.
  const quick = development ? [] : ['--experimental-async-context-frame']
  const listen = ['-p', String(ports.web), '-H', settings.LISTEN ?? '127.0.0.1']
  const web = new Child({ name: 'web', args: [...quick, ...server, ...listen], env, varDir, say })
  const worker = new Child({ name: 'worker', args: ['--import', 'tsx', path.join(checkout, 'workers/main.ts')], env, varDir, say })
  // Alarms wait for it: what has taken readings for a while is no process that cannot start.
  const gateway = new Child({ name: 'gateway', args: development ? ['--import', 'tsx', path.join(checkout, 'workers/gateway.ts')] : [path.join(bundles, 'gateway.mjs')], env, varDir, say, firstPauseMs: 0, steadyAfterMs: 5000 })
  await progress.step('portal, worker and gateway', async () => {
    shutdown.add('gateway', () => gateway.stop(), () => gateway.kill())
    gateway.start()
    shutdown.add('web', () => web.stop(), () => web.kill())
    web.start()
    shutdown.add('worker', () => worker.stop(), () => worker.kill())
    worker.start()
    // While developing, a page that does not compile is what somebody is about to repair.
    await untilAnswers(`http://127.0.0.1:${ports.gateway}/health`, { withinSeconds: 60, signal, logFile: log('gateway') })
    await untilAnswers(local(ports), { withinSeconds: 120, signal, logFile: log('web'), evenErrors: development })
  })
  return [web, worker, gateway]
}

function startNotebooks(ports: Ports, env: Values, children: Child[]): void {
  const notebooks = new NotebookKeeper({
    environmentDir: path.join(checkout, 'var/notebooks'),
    dataDir: notebookData,
    varDir,
    ports,
    portalUrl: local(ports),
    apiToken: env.HUB_API_TOKEN!,
    oidc: notebookSignIn(env),
    doors: doorsOf(env),
    say,
    onMoved: (hubUrl) => void Promise.all(children.map((child) => child.restart({ ...env, HUB_URL: hubUrl }))),
  })
  shutdown.add('notebooks', () => notebooks.stop())
  notebooks.start()
}

/** Beside a portal that is up: nobody waits for marts at the first minute. Broken off, the next start installs it anew. */
function startDbtInstallation(): void {
  const folder = path.dirname(path.dirname(dbtPython))
  shutdown.add('dbt', async () => endChildren(`${folder}.new`))
  installDbt().catch((error: Error) => say(`! dbt is not to be had; no marts are built: ${error.message.split('\n')[0]}`))
}

/** At the same provider as the portal, in the realm of demo plants. */
const notebookSignIn = ({ IDENTITY, KEYCLOAK_URL, KEYCLOAK_JUPYTERHUB_SECRET }: Values) =>
  IDENTITY === 'keycloak' && KEYCLOAK_URL && KEYCLOAK_JUPYTERHUB_SECRET
    ? { issuer: `${KEYCLOAK_URL}/realms/demo`, clientId: 'jupyterhub', clientSecret: KEYCLOAK_JUPYTERHUB_SECRET }
    : undefined

/** An object store on this machine; one elsewhere is out of a notebook's reach. */
function doorsOf({ OBJECTS, S3_URL }: Values): number[] {
  if (OBJECTS !== 's3' || !S3_URL) return []
  const { hostname, port } = new URL(S3_URL)
  return ['127.0.0.1', 'localhost'].includes(hostname) ? [Number(port)] : []
}

/** PostgreSQL is found and adopted by its own data folder; the rest a killed run recorded. */
async function stopLeftovers(): Promise<void> {
  for (const name of ['gateway', 'worker', 'web']) {
    if (await stopOrphan(varDir, name)) progress.line(`! stopped the ${name} that an earlier run left behind`)
  }
  await stopOrphans(path.join(notebookData, 'state'))
}

/** For the commands beside a running installation (`scripts/run-ts.mjs`): all that `lib/env.ts` reads, and what migrations need. */
function settingsOfProduct(env: Values): Values {
  const names = new Set([...settingNames, ...secretNames.map((name) => `${name}_FILE`), 'OWNER_DATABASE_URL'])
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.has(name)))
}

start().catch((error: unknown) => {
  if (signal.aborted) return
  progress.line(`\n${error instanceof Error ? error.message : String(error)}`)
  void shutdown.run(1)
})
