import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { installQueue } from '@/lib/queue/install-queue'
import { checkout } from '../checkout'
import { listMigrations } from '../migrate'
import { withClient } from '../postgres/with-client'
import { BadArchive } from './bad-archive'
import { type DatabaseFacts, loadTable, type TableFacts, tableName } from './database-dump'

/** What Prisma keeps of the migrations that were run; its rows are restored as those of any table. */
const migrationsTable = `CREATE TABLE _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text,
  rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`

/** Which make partitions, by table. */
const partitionMakers: Record<string, string> = { reading: 'ensure_reading_partitions', reading_chunk: 'ensure_chunk_partitions' }

/** @throws BadArchive when the backup knows a migration that this checkout does not: it was made by a newer product. */
export function checkMigrations(migrations: DatabaseFacts['migrations']): void {
  const known = new Map(listMigrations().map(({ name, checksum }) => [name, checksum]))
  const unknown = migrations.find(({ name, checksum }) => known.get(name) !== checksum)
  if (unknown) throw new BadArchive(`The backup was made by a newer or another version of the product (migration ${unknown.name}). Restore it with that version, or update this one first.`)
}

/** The schema as it was when the backup was made, made by the same migrations; newer ones run when the rows are back. */
export async function makeSchema(ownerUrl: string, operatorUrl: string, { migrations, partitions }: Pick<DatabaseFacts, 'migrations' | 'partitions'>): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(migrationsTable)
    for (const { name } of migrations) await client.query(readFileSync(path.join(checkout, 'prisma/migrations', name, 'migration.sql'), 'utf8'))
    for (const { table, day } of partitions) if (partitionMakers[table]) await client.query(`SELECT ${partitionMakers[table]}($1, $1)`, [day])
  })
  const pool = new pg.Pool({ connectionString: operatorUrl })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  await installQueue(pool).finally(() => pool.end())
}

/** Rows go in as superuser, without triggers: they were right when they were written. */
export async function openLoader(superUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: superUrl, options: '-c timezone=UTC -c session_replication_role=replica -c statement_timeout=0' })
  await client.connect()
  return client
}

/** The queue's own record of its schema belongs to the queue as it is installed now. */
export const isRestored = ({ schema, name }: Pick<TableFacts, 'schema' | 'name'>): boolean => !(schema === 'graphile_worker' && name === 'migrations')

export async function loadPiece(client: pg.Client, table: TableFacts, content: AsyncIterable<Buffer>): Promise<void> {
  try {
    await loadTable(client, table, content)
  } catch (error) {
    if (error instanceof BadArchive) throw error
    throw new BadArchive(`The rows of ${table.schema}.${table.name} cannot be taken by this version of the product: ${(error as Error).message}`)
  }
}

/** Sequences go on where they stood, and every table has the rows that were counted. @throws BadArchive */
export async function finishLoad(client: pg.Client, { sequences, tables }: Pick<DatabaseFacts, 'sequences' | 'tables'>): Promise<void> {
  for (const { schema, name, value, called } of sequences) await client.query(`SELECT setval($1::regclass, $2::bigint, $3)`, [`${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`, value, called])
  for (const table of tables.filter(isRestored)) {
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${tableName(table)}`)
    if (Number(rows[0]!.n) !== table.rows) throw new BadArchive(`${table.schema}.${table.name} has ${rows[0]!.n} rows after restoring; ${table.rows} were kept.`)
  }
  await client.query('ANALYZE')
}
