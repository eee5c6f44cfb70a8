import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkout, node } from './checkout'
import { withClient } from './postgres/with-client'

const folder = path.join(checkout, 'prisma/migrations')

/** Every migration with the checksum that Prisma keeps of it, in order. */
export const listMigrations = (): { name: string; checksum: string }[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, checksum: sha256(readFileSync(path.join(folder, name, 'migration.sql'))) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

/**
 * Brings the database to the schema of this checkout, as its owner. Quick when it is there already.
 * @returns the names of the migrations that were missing.
 * @throws with what Prisma said.
 */
export async function migrate(ownerUrl: string, signal?: AbortSignal): Promise<string[]> {
  const applied = await appliedMigrations(ownerUrl)
  const missing = listMigrations().filter(({ name, checksum }) => applied.get(name) !== checksum)
  if (missing.length > 0) await deploy(ownerUrl, signal)
  return missing.map(({ name }) => name)
}

const appliedMigrations = (ownerUrl: string): Promise<Map<string, string>> =>
  withClient(ownerUrl, async (client) => {
    const { rows: known } = await client.query(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there`)
    if (!known[0].there) return new Map()
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    return new Map(rows.map((row) => [row.migration_name, row.checksum]))
  })

async function deploy(ownerUrl: string, signal?: AbortSignal): Promise<void> {
  const prisma = path.join(checkout, 'node_modules/prisma/build/index.js')
  const child = spawn(node, [prisma, 'migrate', 'deploy'], {
    cwd: checkout,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // The engine below is a script: it runs on the Node that comes with the product.
      PATH: `${path.join(checkout, 'node_modules/.bin')}:${process.env.PATH}`,
      DATABASE_URL: ownerUrl,
      PRISMA_SCHEMA_ENGINE_BINARY: path.join(checkout, 'scripts/schema-engine.mjs'),
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
  child.on('error', (error) => (said += error.message))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`The migrations could not be applied.\n${said.trim()}`)
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const url = process.env.OWNER_DATABASE_URL
  if (!url) throw new Error('OWNER_DATABASE_URL is not set: run `npm start` once, or name the database.')
  const missing = await migrate(url)
  process.stdout.write(missing.length > 0 ? `applied ${missing.join(', ')}\n` : 'nothing to apply\n')
}
