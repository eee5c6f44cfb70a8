import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { isRunning } from '../processes/identity'
import { stopProcess } from '../processes/stop-process'
import { asUser, initialise } from './initialise'
import { findOrphan } from './orphan'
import { choosePlace, type Place } from './place'

export interface PostgresOptions {
  dataDir: string
  /** A free one; an orphan that is adopted keeps its own. */
  port: number
  password: string
  logFile: string
  /** Over the defaults below, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>
  /** Where data goes that the server's user cannot reach; for tests. */
  elsewhere?: string
}

export interface RunningPostgres {
  /** As superuser, to the database `postgres`. */
  superUrl: string
  port: number
  pid: number
  /** It ran already, left by a killed run. */
  adopted: boolean
  /** Where the data really lies. */
  dataDir: string
  stop(): Promise<void>
}

const defaults = {
  listen_addresses: '127.0.0.1',
  // Over TCP only: a socket's path has a length limit that a deep checkout exceeds.
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  shared_buffers: '256MB',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_compression: 'on',
  jit: 'off',
}

const secondsToStart = 300

/**
 * Starts the embedded PostgreSQL and returns when it answers, after crash recovery where that is needed.
 * @throws with the end of its log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = choosePlace(options)
  const orphan = findOrphan(place.dataDir)
  if (orphan) {
    const url = superUrl(orphan.port, options.password)
    if (await answers(url)) return running(place, orphan, url, true)
    await stopServer(orphan.pid)
  }
  rmSync(path.join(place.dataDir, 'postmaster.pid'), { force: true })
  initialise(place, options.password)
  const server = spawnServer(place, options)
  const url = superUrl(options.port, options.password)
  await untilAnswers(server, url, options.logFile)
  return running(place, { pid: server.pid!, port: options.port }, url, false)
}

const running = (place: Place, { pid, port }: { pid: number; port: number }, url: string, adopted: boolean): RunningPostgres => ({
  superUrl: url,
  port,
  pid,
  adopted,
  dataDir: place.dataDir,
  stop: () => stopServer(pid),
})

function spawnServer({ native, dataDir, user }: Place, { port, logFile, settings }: PostgresOptions): ChildProcess {
  mkdirSync(path.dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a', 0o600)
  const values = Object.entries({ ...defaults, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(path.join(native, 'bin/postgres'), ['-D', dataDir, '-p', String(port), ...values], {
    ...asUser(user),
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' } as unknown as NodeJS.ProcessEnv,
    // A session of its own: Ctrl-C in the terminal reaches the starter, which stops the database last.
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  server.unref()
  return server
}

const superUrl = (port: number, password: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`

async function untilAnswers(server: ChildProcess, url: string, logFile: string): Promise<void> {
  const failure = new Promise<never>((_, reject) => server.once('error', reject))
  failure.catch(() => undefined)
  const deadline = Date.now() + secondsToStart * 1000
  while (Date.now() < deadline) {
    if (!server.pid) await failure
    if (!isRunning(server.pid!)) throw new Error(`PostgreSQL ended while starting.\n${endOf(logFile)}`)
    if (await answers(url)) return
    await wait(40)
  }
  await stopServer(server.pid!)
  throw new Error(`PostgreSQL did not answer within ${secondsToStart} s.\n${endOf(logFile)}`)
}

/** @throws when it answers that the password is wrong: waiting would not help. */
async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') return false
    throw new Error('The database does not know the password in var/secrets: the data and the secrets belong to different installations.')
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Fast shutdown, then immediate (the next start recovers), then kill. */
const stopServer = (pid: number) =>
  stopProcess(pid, {
    signals: [
      { signal: 'SIGINT', withinMs: 20_000 },
      { signal: 'SIGQUIT', withinMs: 5_000 },
      { signal: 'SIGKILL', withinMs: 5_000 },
    ],
  })

const endOf = (logFile: string) => readFileSync(logFile, 'utf8').split('\n').slice(-12).join('\n')
