import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '@/scripts/notebooks/free-port'
import { ensureDatabase } from '@/scripts/postgres/ensure-database'
import { type PostgresOptions, type RunningPostgres, startPostgres } from '@/scripts/postgres/start-postgres'
import { withClient } from '@/scripts/postgres/with-client'
import { isRunning } from '@/scripts/processes/identity'

const asRoot = process.getuid?.() === 0
let folder: string
let server: RunningPostgres | undefined
let options: PostgresOptions

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'millrace-postgres-'))
  chmodSync(folder, 0o755)
  options = {
    dataDir: path.join(folder, 'var/postgres'),
    elsewhere: path.join(folder, 'elsewhere'),
    port: await freePort(21_480 + (process.pid % 300)),
    password: randomBytes(12).toString('hex'),
    logFile: path.join(folder, 'log/postgres.log'),
    settings: { fsync: 'off', shared_buffers: '16MB' },
  }
})
afterEach(async () => {
  await server?.stop()
  server = undefined
  rmSync(folder, { recursive: true, force: true })
})

const value = (url: string, sql: string) => withClient(url, async (client) => Object.values((await client.query(sql)).rows[0])[0])

describe('the embedded PostgreSQL', () => {
  it('starts from nothing, in UTC and UTF-8, for this machine only, and keeps its data', async () => {
    server = await startPostgres(options)
    expect(await value(server.superUrl, 'SHOW timezone')).toBe('UTC')
    expect(await value(server.superUrl, 'SHOW server_encoding')).toBe('UTF8')
    expect(await value(server.superUrl, 'SHOW listen_addresses')).toBe('127.0.0.1')
    await withClient(server.superUrl, (client) => client.query('CREATE TABLE kept AS SELECT 7 AS n'))
    await server.stop()
    expect(isRunning(server.pid)).toBe(false)
    server = await startPostgres(options)
    expect(await value(server.superUrl, 'SELECT n FROM kept')).toBe(7)
  })

  it.runIf(asRoot)('runs as another user than root when root starts it', async () => {
    server = await startPostgres(options)
    expect(statSync(server.dataDir).uid).not.toBe(0)
    expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0)
  })

  it.runIf(asRoot)('starts for root below a folder that nobody else may enter, and begins anew when var was deleted', async () => {
    chmodSync(folder, 0o700)
    const open = mkdtempSync(path.join(os.tmpdir(), 'millrace-elsewhere-'))
    chmodSync(open, 0o755)
    try {
      const closed = { ...options, elsewhere: open }
      server = await startPostgres(closed)
      expect(server.dataDir.startsWith(open)).toBe(true)
      await withClient(server.superUrl, (client) => client.query('CREATE TABLE kept AS SELECT 7 AS n'))
      await server.stop()
      server = await startPostgres(closed)
      expect(await value(server.superUrl, 'SELECT n FROM kept')).toBe(7)
      await server.stop()
      server = await startPostgres({ ...closed, password: 'made-after-var-was-deleted' })
      expect(await value(server.superUrl, `SELECT to_regclass('kept')`)).toBeNull()
    } finally {
      await server?.stop()
      rmSync(open, { recursive: true, force: true })
    }
  })

  it('is adopted where it is when the run that started it was killed', async () => {
    const first = await startPostgres(options)
    server = await startPostgres({ ...options, port: options.port + 1 })
    expect(server).toMatchObject({ adopted: true, pid: first.pid, port: options.port })
  })

  it('recovers after a crash', async () => {
    const first = await startPostgres(options)
    await withClient(first.superUrl, (client) => client.query('CREATE TABLE kept AS SELECT 7 AS n'))
    process.kill(first.pid, 'SIGKILL')
    await expect.poll(() => isRunning(first.pid)).toBe(false)
    server = await startPostgres(options)
    expect(await value(server.superUrl, 'SELECT n FROM kept')).toBe(7)
  })

  it('is not taken for running when its number went to another program', async () => {
    server = await startPostgres(options)
    const { dataDir } = server
    await server.stop()
    const other = spawn('sleep', ['60'])
    try {
      execFileSync('/bin/sh', ['-c', `printf '%s\\n' "$1" "$2" 0 "$3" > "$2/postmaster.pid"`, 'sh', String(other.pid), dataDir, String(options.port)])
      server = await startPostgres(options)
      expect(server.adopted).toBe(false)
    } finally {
      other.kill()
    }
  })

  it('makes roles and a database twice as well as once', async () => {
    server = await startPostgres(options)
    const passwords = { owner: 'o1', app: 'a1', operator: 'p1' }
    await ensureDatabase(server.superUrl, 'plant', passwords)
    const urls = await ensureDatabase(server.superUrl, 'plant', { ...passwords, app: 'a2' })
    expect(await value(urls.appUrl, 'SELECT current_user')).toBe('millrace_app')
    await expect(withClient(urls.appUrl, (client) => client.query('CREATE TABLE mine ()'))).rejects.toThrow(/permission denied/)
    await withClient(urls.ownerUrl, (client) => client.query('CREATE TABLE mine ()'))
  })
})
