import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { installQueue } from '../lib/queue/install-queue'
import { checkout } from './checkout'
import { listMigrations, migrate } from './migrate'
import { freePort } from './notebooks/free-port'
import { dropDatabase, ensureDatabase, type Passwords } from './postgres/ensure-database'
import { type RunningPostgres, startPostgres } from './postgres/start-postgres'
import { withClient } from './postgres/with-client'
import { withLock } from './processes/lock-file'
import { readPidFile, writePidFile } from './processes/pid-file'

export interface TestDatabaseServer {
  superUrl: string
  template: string
  passwords: Passwords
}

declare module 'vitest' {
  interface ProvidedContext {
    testDatabaseServer: TestDatabaseServer
  }
}

const folder = path.join(checkout, 'var/test-postgres')
const users = path.join(folder, 'users')
const lock = path.join(folder, 'lock')
const template = 'millrace_template'
const passwords: Passwords = { owner: 'owner', app: 'app', operator: 'operator' }

/**
 * Vitest's global setup: one throw-away PostgreSQL for all test files, with a migrated database to copy from.
 * Runs at the same time share the server; the last one stops it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await withLock(lock, 120_000, start)
  project.provide('testDatabaseServer', { superUrl: server.superUrl, template, passwords })
  return () => withLock(lock, 120_000, () => stop(server))
}

async function start(): Promise<RunningPostgres> {
  mkdirSync(users, { recursive: true })
  const server = await startPostgres({
    dataDir: path.join(folder, 'data'),
    port: await freePort(20_480 + (process.pid % 300)),
    password: superPassword(),
    logFile: path.join(folder, 'postgres.log'),
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', shared_buffers: '128MB', max_wal_size: '512MB' },
  })
  if (livingUsers().length === 0) await dropLeftovers(server.superUrl)
  writePidFile(path.join(users, String(process.pid)), process.pid)
  await ensureTemplate(server.superUrl)
  return server
}

async function stop(server: RunningPostgres): Promise<void> {
  rmSync(path.join(users, String(process.pid)), { force: true })
  if (livingUsers().length === 0) await server.stop()
}

function livingUsers(): string[] {
  return readdirSync(users).filter((name) => {
    if (readPidFile(path.join(users, name)) !== undefined) return true
    rmSync(path.join(users, name), { force: true })
    return false
  })
}

const dropLeftovers = async (superUrl: string) => {
  const names = await withClient(superUrl, (client) => client.query<{ datname: string }>(`SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'`))
  for (const { datname } of names.rows) await dropDatabase(superUrl, datname)
}

/** Made again when a migration or the queue's version changed. */
async function ensureTemplate(superUrl: string): Promise<void> {
  const stamp = path.join(folder, 'template-hash')
  const queue = readFileSync(path.join(checkout, 'node_modules/graphile-worker/package.json'), 'utf8')
  const wanted = createHash('sha256').update(JSON.stringify(listMigrations())).update(queue).digest('hex')
  const there = await withClient(superUrl, (client) => client.query('SELECT FROM pg_database WHERE datname = $1', [template]))
  if (there.rowCount && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  await dropDatabase(superUrl, template)
  const urls = await ensureDatabase(superUrl, template, passwords)
  await migrate(urls.ownerUrl)
  const pool = new pg.Pool({ connectionString: urls.operatorUrl })
  await installQueue(pool)
  await pool.end()
  writeFileSync(stamp, wanted)
}

function superPassword(): string {
  const file = path.join(folder, 'password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}
