import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { verifyAudit } from '@/lib/admin/verify-audit'
import { recordAudit } from '@/lib/audit/record'
import { createSource } from '@/lib/telemetry/ingest-source'
import { storeStretch } from '@/lib/telemetry/historian'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { composeTestSystem, type TestSystem } from '@/lib/testing/compose-test-system'
import { freePort, type GatewayProcess, startGateway } from '@/lib/testing/gateway-process'
import { makeBackup } from '@/scripts/backup/make-backup'
import { makeSchema } from '@/scripts/backup/database-load'
import { restoreBackup, tryRestore, whatIsThere } from '@/scripts/backup/restore-backup'
import { listMigrations, migrate } from '@/scripts/migrate'
import { installQueue } from '@/lib/queue/install-queue'
import { type DatabaseUrls, dropDatabase, ensureDatabase } from '@/scripts/postgres/ensure-database'
import { type RunningPostgres, startPostgres } from '@/scripts/postgres/start-postgres'
import { withClient } from '@/scripts/postgres/with-client'

const passwords = { owner: 'owner', app: 'app', operator: 'operator' }
const silent = { onProgress: () => undefined }
let folder: string
let server: RunningPostgres | undefined
let gateway: GatewayProcess | undefined
let system: TestSystem | undefined
/** Machines of the drill, one after the other. */
let machine = 0

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'millrace-drill-'))
  chmodSync(folder, 0o755)
})
afterEach(async () => {
  await gateway?.end('SIGKILL')
  await system?.stop()
  await server?.stop()
  gateway = system = server = undefined
  rmSync(folder, { recursive: true, force: true })
})

interface Machine {
  varDir: string
  notebooksDir: string
  superUrl: string
  databaseUrl: string
}

/** A machine with an empty database server of its own. */
async function newMachine(): Promise<Machine> {
  const home = path.join(folder, `machine-${++machine}`)
  const varDir = path.join(home, 'var')
  mkdirSync(varDir, { recursive: true })
  for (const one of [home, varDir]) chmodSync(one, 0o755)
  server = await startPostgres({
    dataDir: path.join(varDir, 'postgres'),
    elsewhere: path.join(home, 'elsewhere'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    logFile: path.join(varDir, 'log/postgres.log'),
    settings: { fsync: 'off', synchronous_commit: 'off', shared_buffers: '32MB' },
  })
  const databaseUrl = new URL(server.superUrl)
  databaseUrl.pathname = '/millrace'
  return { varDir, notebooksDir: path.join(varDir, 'notebooks'), superUrl: server.superUrl, databaseUrl: databaseUrl.href }
}

async function install({ superUrl, varDir }: Machine): Promise<DatabaseUrls> {
  const urls = await ensureDatabase(superUrl, 'millrace', passwords)
  await migrate(urls.ownerUrl)
  const pool = new pg.Pool({ connectionString: urls.operatorUrl })
  await installQueue(pool)
  await pool.end()
  system = await open(urls, varDir)
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'platform', kind: 'platform', name: 'Millrace' } }))
  return urls
}

const open = async (urls: DatabaseUrls, varDir: string) => {
  const opened = await composeTestSystem({ ...urls, varDir }, new Date())
  return { ...opened, settings: { ...opened.settings, secret: 'only-for-tests-0123456789012345678' } }
}
const productOf = (urls: DatabaseUrls, varDir: string) => ({ DATABASE_URL: urls.appUrl, OPERATOR_DATABASE_URL: urls.operatorUrl, MILLRACE_VAR_DIR: varDir, MILLRACE_URL: 'http://localhost:3000', NEXTAUTH_SECRET: 'only-for-tests-0123456789012345678' })
const ownerUrls = (superUrl: string): Promise<DatabaseUrls> => ensureDatabase(superUrl, 'millrace', passwords)

async function foundPlant(): Promise<string> {
  await system!.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: 'acme', kind: 'customer', name: 'Acme' } })
    await tx.plantNode.create({ data: { tenantId: 'acme', id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    await tx.signal.create({ data: { tenantId: 'acme', id: 'temp', nodeId: 'site', name: 'Temperature', unit: '°C', decimals: 1, expectedIntervalSeconds: 1, quantity: 'temperature' } })
  })
  expect(await ensureDataKey(system!.db, system!.keys, 'acme')).toMatchObject({ ok: true })
  await system!.objects.ensureSpace('acme')
  expect(await system!.objects.put('acme', 'reports/march.txt', Buffer.from('what a person keeps'))).toMatchObject({ ok: true })
  return (await createSource(system!, 'acme', 'press', 'drill')).apiKey
}

/** Sends readings one after the other, and writes into the audit trail, until it is told to end. */
function underLoad(apiKey: string) {
  const acknowledged: number[] = []
  let audited = 0
  let stopped = false
  const start = Date.now() - 3_600_000
  const send = async () => {
    for (let i = 0; !stopped; i++) {
      const t = start + i * 10
      const answer = await fetch(`${gateway!.url}/v1/readings`, { method: 'POST', headers: { authorization: `Bearer ${apiKey}` }, body: JSON.stringify({ signal: 'temp', t, v: i }) }).catch(() => null)
      if (answer?.status === 202) acknowledged.push(t)
    }
  }
  const write = async () => {
    while (!stopped) {
      await system!.db.asOperator((tx) => recordAudit(tx, new Date(), { tenantId: 'acme', actor: 'drill', action: 'drill.wrote', subject: String(audited) }))
      audited++
    }
  }
  const work = Promise.all([send(), write()])
  return {
    counts: () => ({ acknowledged: [...acknowledged], audited }),
    enough: async (more: number) => {
      const wanted = acknowledged.length + more
      await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(wanted)
    },
    end: async () => {
      stopped = true
      await work
    },
  }
}

const readingsOf = async (one: TestSystem) => {
  const { rows } = await one.db.operatorPool.query<{ t: number }>(`SELECT (extract(epoch FROM starts_at) * 1000)::float8 + o AS t FROM reading_chunk, unnest(offsets_ms) AS o WHERE tenant_id = 'acme'`)
  return rows.map(({ t }) => t)
}

describe('a restore drill', () => {
  it('loses nothing that was acknowledged before the backup of an installation in use, destroyed and restored elsewhere', { timeout: 180_000 }, async () => {
    const first = await newMachine()
    const urls = await install(first)
    const apiKey = await foundPlant()
    mkdirSync(path.join(first.notebooksDir, 'homes/acme/data'), { recursive: true, mode: 0o700 })
    writeFileSync(path.join(first.notebooksDir, 'homes/acme/data/mine.ipynb'), '{}', { mode: 0o640 })
    mkdirSync(path.join(first.varDir, 'secrets'))
    writeFileSync(path.join(first.varDir, 'secrets/nextauth-secret'), 'the first machine')
    writeFileSync(path.join(first.varDir, 'secrets/postgres-super'), 'of the first server')
    // More than one piece, over three partitions.
    await system!.db.operatorPool.query(`SELECT ensure_reading_partitions('2026-01-01', '2026-01-03')`)
    await system!.db.operatorPool.query(`INSERT INTO reading SELECT 'acme', 'temp', timestamptz '2026-01-01' + make_interval(secs => n), n FROM generate_series(1, 250000) n`)
    Object.assign(process.env, productOf(urls, first.varDir))
    gateway = await startGateway(await freePort())
    const load = underLoad(apiKey)
    await load.enough(300)

    const before = load.counts()
    const file = path.join(folder, 'drill.backup')
    const passphrase = 'a passphrase of the drill'
    const { facts } = await makeBackup({ ...first, file, passphrase, ...silent })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await load.enough(50)

    // Destroyed while in use: killed, and every file of it deleted.
    await gateway.end('SIGKILL')
    gateway = undefined
    await load.end()
    await system!.stop()
    await server!.stop()
    rmSync(path.join(folder, 'machine-1'), { recursive: true, force: true })

    const second = await newMachine()
    const wish = { ...second, database: 'millrace', passwords, file, passphrase, ...silent }
    expect(await whatIsThere(wish)).toEqual([])
    mkdirSync(path.join(second.varDir, 'secrets'))
    writeFileSync(path.join(second.varDir, 'secrets/postgres-super'), 'of the second server')
    expect(await restoreBackup(wish)).toMatchObject({ applied: [], before: null })

    system = await open(await ownerUrls(second.superUrl), second.varDir)
    const history = { telemetry: embeddedTelemetry(system.db), dir: path.join(second.varDir, 'journal'), log: pino({ level: 'silent' }) }
    while ((await storeStretch(history)).bytes > 0);
    const restored = await readingsOf(system)
    const { rows: old } = await system.db.operatorPool.query<{ n: number; sum: number }>('SELECT count(*)::int AS n, sum(v)::float8 AS sum FROM reading')
    expect(old).toEqual([{ n: 250_000, sum: (250_000 * 250_001) / 2 }])
    expect(before.acknowledged.length).toBeGreaterThanOrEqual(300)
    expect(before.acknowledged.filter((t) => !restored.includes(t))).toEqual([])
    expect(new Set(restored).size).toBe(restored.length)
    const entries = await system.db.asOperator((tx) => tx.auditEntry.count({ where: { tenantId: 'acme', action: 'drill.wrote' } }))
    expect(entries).toBeGreaterThanOrEqual(before.audited)
    expect((await verifyAudit(system)).flatMap(({ faults }) => faults)).toEqual([])
    expect(await system.objects.get('acme', 'reports/march.txt')).toMatchObject({ ok: true, value: Buffer.from('what a person keeps') })
    const home = path.join(second.notebooksDir, 'homes/acme')
    expect([statSync(home).mode & 0o777, statSync(path.join(home, 'data/mine.ipynb')).mode & 0o777]).toEqual([0o700, 0o640])
    expect(readFileSync(path.join(second.varDir, 'secrets/nextauth-secret'), 'utf8')).toBe('the first machine')
    expect(readFileSync(path.join(second.varDir, 'secrets/postgres-super'), 'utf8')).toBe('of the second server')
    expect(facts.database.tables.find(({ name }) => name === 'audit_entry')!.rows).toBeGreaterThanOrEqual(before.audited)

    // And it goes on: what is taken now is stored too, behind what was restored.
    Object.assign(process.env, productOf(await ownerUrls(second.superUrl), second.varDir))
    gateway = await startGateway(await freePort())
    const again = underLoad(apiKey)
    await again.enough(20)
    await again.end()
    await expect.poll(() => readingsOf(system!).then(({ length }) => length), { timeout: 30_000 }).toBeGreaterThanOrEqual(restored.length)
  })

  it('keeps what stood in its place beside, and changes nothing for a file that cannot be restored', { timeout: 180_000 }, async () => {
    const here = await newMachine()
    await install(here)
    await foundPlant()
    const file = path.join(folder, 'one.backup')
    const plain = path.join(folder, 'plain.backup')
    const passphrase = 'a passphrase of the drill'
    await makeBackup({ ...here, file, passphrase, ...silent })
    await makeBackup({ ...here, file: plain, passphrase: undefined, ...silent })
    await system!.db.asOperator((tx) => tx.tenant.update({ where: { id: 'acme' }, data: { name: 'Changed since' } }))
    await system!.stop()
    system = undefined
    const wish = { ...here, database: 'millrace', passwords, file, passphrase, ...silent }
    const names = () => withClient(here.superUrl, async (client) => (await client.query<{ datname: string }>(`SELECT datname FROM pg_database WHERE datname LIKE 'millrace%' ORDER BY 1`)).rows.map(({ datname }) => datname))
    const before = await names()

    const whole = readFileSync(file)
    const broken = (change: (bytes: Buffer) => Buffer) => {
      const at = path.join(folder, 'broken.backup')
      writeFileSync(at, change(Buffer.from(whole)))
      return at
    }
    const flipped = (bytes: Buffer) => (bytes.writeUInt8(bytes[bytes.length >> 1]! ^ 1, bytes.length >> 1), bytes)
    await expect(restoreBackup({ ...wish, passphrase: undefined })).rejects.toThrow('BACKUP_PASSPHRASE')
    await expect(restoreBackup({ ...wish, passphrase: 'another passphrase' })).rejects.toThrow('passphrase does not open')
    await expect(restoreBackup({ ...wish, file: broken((bytes) => bytes.subarray(0, bytes.length - 1000)) })).rejects.toThrow(/damaged|cut off|does not open/)
    await expect(restoreBackup({ ...wish, file: broken(flipped) })).rejects.toThrow(/damaged|does not open/)
    await expect(restoreBackup({ ...wish, file: broken(() => Buffer.from('PK something else')) })).rejects.toThrow('not a backup')
    await expect(restoreBackup({ ...wish, file: path.join(folder, 'none') })).rejects.toThrow('There is no file')
    const unsealed = readFileSync(plain)
    for (const at of [0.3, 0.6, 0.9]) {
      const bytes = Buffer.from(unsealed)
      const index = Math.floor(bytes.length * at)
      bytes.writeUInt8(bytes[index]! ^ 0x55, index)
      writeFileSync(path.join(folder, 'broken.backup'), bytes)
      await expect(restoreBackup({ ...wish, passphrase: undefined, file: path.join(folder, 'broken.backup') }), String(at)).rejects.toThrow(/damaged|cut off/)
    }
    expect(await names()).toEqual(before)

    await tryRestore(wish)
    expect(await names()).toEqual(before)
    expect(await whatIsThere(wish)).toEqual(expect.arrayContaining(['the database millrace', 'keys', 'objects']))
    const restored = await restoreBackup(wish)
    expect(restored.before).toMatch(/before-restore-/)
    expect(existsSync(path.join(restored.before!, 'keys/acme.key'))).toBe(true)
    const nameIn = (database: string) => withClient(here.databaseUrl.replace(/millrace$/, database), async (client) => (await client.query(`SELECT name FROM tenant WHERE id = 'acme'`)).rows[0].name)
    expect(await nameIn('millrace')).toBe('Acme')
    expect(await nameIn((await names()).find((name) => name.startsWith('millrace_before'))!)).toBe('Changed since')
  })

  it('of an older version is brought to this one by the migrations that were missing, and one of a newer version is refused', { timeout: 180_000 }, async () => {
    const here = await newMachine()
    const all = listMigrations()
    const newest = all.at(-1)!
    const urls = await ensureDatabase(here.superUrl, 'millrace', passwords)
    await makeSchema(urls.ownerUrl, urls.operatorUrl, { migrations: all.slice(0, -1), partitions: [] })
    await withClient(here.databaseUrl, async (client) => {
      for (const { name, checksum } of all.slice(0, -1)) await client.query('INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)', [name.slice(0, 36), checksum, name])
      await client.query(`INSERT INTO tenant (id, kind, name) VALUES ('acme', 'customer', 'Acme of old')`)
    })
    const file = path.join(folder, 'old.backup')
    await makeBackup({ ...here, file, passphrase: undefined, ...silent })
    await dropDatabase(here.superUrl, 'millrace')
    const wish = { ...here, database: 'millrace', passwords, file, passphrase: undefined, ...silent }
    expect((await restoreBackup(wish)).applied).toEqual([newest.name])
    await withClient(here.databaseUrl, async (client) => {
      expect((await client.query(`SELECT name FROM tenant WHERE id = 'acme'`)).rows).toEqual([{ name: 'Acme of old' }])
      await client.query(`UPDATE _prisma_migrations SET migration_name = '29991231000000_of_tomorrow' WHERE migration_name = $1`, [newest.name])
    })
    await makeBackup({ ...here, file, passphrase: undefined, ...silent })
    await expect(restoreBackup(wish)).rejects.toThrow('newer or another version of the product (migration 29991231000000_of_tomorrow)')
  })
})
