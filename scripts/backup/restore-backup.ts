import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { type DatabaseUrls, dropDatabase, ensureDatabase, type Passwords } from '../postgres/ensure-database'
import { migrate } from '../migrate'
import { withClient } from '../postgres/with-client'
import { readArchive } from './read-archive'
import { BadArchive } from './bad-archive'
import { checkMigrations, finishLoad, isRestored, loadPiece, makeSchema, openLoader } from './database-load'
import { finishFiles, forget, partsOf, writeFileOf } from './files'
import { type BackupFacts, backupFacts } from './make-backup'

export interface RestoreWish {
  file: string
  passphrase: string | undefined
  /** As superuser, to the database `postgres`. */
  superUrl: string
  /** Of the product's database, e.g. `millrace`. */
  database: string
  passwords: Passwords
  varDir: string
  notebooksDir: string
  onProgress: (what: string) => void
}

/** What stands where the backup wants to go, in words; empty for a fresh installation. */
export async function whatIsThere({ superUrl, database, varDir, notebooksDir }: Pick<RestoreWish, 'superUrl' | 'database' | 'varDir' | 'notebooksDir'>): Promise<string[]> {
  const there = partsOf(varDir, notebooksDir).filter(({ name, at }) => name !== 'secrets' && holdsSomething(at)).map(({ name }) => name)
  return (await databaseExists(superUrl, database)) ? [`the database ${database}`, ...there] : there
}

const holdsSomething = (at: string) => existsSync(at) && (!statSync(at).isDirectory() || readdirSync(at).length > 0)
const databaseExists = (superUrl: string, name: string) => withClient(superUrl, async (client) => (await client.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount === 1)

/** Reads the whole backup, makes its database under another name, counts, and throws it away: it can be restored. @throws BadArchive */
export async function tryRestore(wish: RestoreWish): Promise<BackupFacts> {
  const { facts, folder, name } = await fill(wish)
  forget(folder)
  await dropDatabase(wish.superUrl, name)
  return facts
}

/**
 * Restores the backup beside what is there, checks it, brings it to this version's schema, and only then puts it in the
 * place of what is there, which is kept beside under the name of this moment. Nothing may use the installation meanwhile.
 * @throws BadArchive with nothing changed.
 */
export async function restoreBackup(wish: RestoreWish): Promise<{ facts: BackupFacts; applied: string[]; before: string | null }> {
  const { facts, folder, name, urls } = await fill(wish)
  wish.onProgress('newer migrations')
  const applied = await migrate(urls.ownerUrl)
  const before = await swap(wish, name, folder)
  return { facts, applied, before }
}

const stampOf = () => new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '').toLowerCase()

interface Filled {
  facts: BackupFacts
  /** Files below it, database of that name. */
  folder: string
  name: string
  urls: DatabaseUrls
}

async function fill(wish: RestoreWish): Promise<Filled> {
  const { file, passphrase, superUrl, varDir, onProgress } = wish
  // First to its end, without changing anything: a damaged file is known before a database is made.
  onProgress('reading and checking')
  const { facts } = await readArchive(file, passphrase, backupFacts, async () => undefined)
  checkMigrations(facts.database.migrations)
  const name = `${wish.database}_restoring_${stampOf()}`
  const folder = path.join(varDir, `run/${name}`)
  const urls = await ensureDatabase(superUrl, name, wish.passwords)
  const inDatabase = new URL(superUrl)
  inDatabase.pathname = `/${name}`
  try {
    await makeSchema(urls.ownerUrl, urls.operatorUrl, facts.database)
    const client = await openLoader(inDatabase.href)
    await load(wish, facts, folder, client).finally(() => client.end())
    return { facts, folder, name, urls }
  } catch (error) {
    forget(folder)
    await dropDatabase(superUrl, name)
    throw error
  }
}

async function load({ file, passphrase, onProgress }: RestoreWish, facts: BackupFacts, folder: string, client: pg.Client): Promise<void> {
  const tables = new Map(facts.database.tables.map((table) => [`${table.schema}.${table.name}`, table]))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What migrations wrote themselves stands in the backup too.
  await client.query(`TRUNCATE ${facts.database.tables.filter(isRestored).map(({ schema, name }) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`).join(', ')}`)
  await readArchive(file, passphrase, backupFacts, async (entry, content) => {
    const [kind, ...rest] = entry.split('/')
    if (kind === 'files') return writeFileOf(folder, rest.join('/'), content)
    const table = kind === 'database' ? tables.get(rest[0] ?? '') : undefined
    if (!table) throw new BadArchive(`The backup holds something unknown (${entry}).`)
    if (!isRestored(table)) return
    onProgress(`${table.schema}.${table.name}`)
    await loadPiece(client, table, content)
  })
  onProgress('counting')
  await finishLoad(client, facts.database)
  finishFiles(folder, facts.files)
}

/** Renames, all of it: what was there goes aside and is deleted by nobody. */
async function swap({ superUrl, database, varDir, notebooksDir, onProgress }: RestoreWish, name: string, folder: string): Promise<string | null> {
  onProgress('putting in place')
  const stamp = stampOf()
  const aside = path.join(varDir, `before-restore-${stamp}`)
  let kept = false
  for (const part of partsOf(varDir, notebooksDir)) {
    const restored = path.join(folder, part.name)
    if (part.name === 'secrets') {
      mergeSecrets(restored, part.at, path.join(aside, 'secrets'))
      continue
    }
    if (holdsSomething(part.at)) {
      move(part.at, path.join(aside, part.name))
      kept = true
    }
    if (existsSync(restored)) move(restored, part.at)
  }
  forget(folder)
  const existed = await databaseExists(superUrl, database)
  await withClient(superUrl, async (client) => {
    const [now, before, next] = [database, `${database}_before_${stamp}`, name].map(pg.escapeIdentifier)
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY($1) AND pid <> pg_backend_pid()', [[database, name]])
    if (existed) await client.query(`ALTER DATABASE ${now} RENAME TO ${before}`)
    await client.query(`ALTER DATABASE ${next} RENAME TO ${now}`)
  })
  return existed || kept ? aside : null
}

/** This machine keeps the passwords of its own database server; everything else comes from the backup. */
function mergeSecrets(restored: string, at: string, aside: string): void {
  if (existsSync(at)) cpSync(at, aside, { recursive: true, mode: 0 })
  mkdirSync(at, { recursive: true, mode: 0o700 })
  if (existsSync(restored)) for (const secret of readdirSync(restored)) move(path.join(restored, secret), path.join(at, secret))
}

/** A rename, or a copy where the place lies on another disk. */
function move(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 })
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    forget(from)
  }
}
