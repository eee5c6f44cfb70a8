import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import pg from 'pg'
import { z } from 'zod'
import type { ArchiveWriter } from './write-archive'

const tableSchema = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()), rows: z.int() })

export const databaseFacts = z.object({
  postgresVersion: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), value: z.string(), called: z.boolean() })),
  /** Days for which partitioned tables have a partition of their own. */
  partitions: z.array(z.object({ table: z.string(), day: z.string() })),
})

export type DatabaseFacts = z.output<typeof databaseFacts>
export type TableFacts = z.output<typeof tableSchema>

const pieceBytes = 8 * 2 ** 20
export const entryOf = ({ schema, name }: Pick<TableFacts, 'schema' | 'name'>, piece: number): string => `database/${schema}.${name}/${String(piece).padStart(6, '0')}`

/**
 * Every row of every table as one moment saw it: one transaction of repeatable reads, while others go on writing. By COPY
 * and not by a copy of the files, so that it can be restored into another version of PostgreSQL and of the product.
 * @param atSnapshot called when that moment is fixed, and before anything is read.
 */
export async function dumpDatabase(url: string, writer: ArchiveWriter, onTable: (name: string) => void, atSnapshot: () => Promise<void>): Promise<DatabaseFacts> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c statement_timeout=0 -c extra_float_digits=1' })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    // The first query takes the snapshot.
    const tables = await listTables(client)
    await atSnapshot()
    const dumped: TableFacts[] = []
    for (const table of tables) {
      onTable(`${table.schema}.${table.name}`)
      dumped.push({ ...table, rows: await dumpTable(client, table, writer) })
    }
    const facts = { ...(await readFacts(client)), tables: dumped }
    await client.query('COMMIT')
    return facts
  } finally {
    await client.end()
  }
}

/** In the product's schemas; what PostgreSQL computes itself is left to it. */
async function listTables(client: pg.Client): Promise<Omit<TableFacts, 'rows'>[]> {
  const { rows } = await client.query<Omit<TableFacts, 'rows'>>(`
    SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE n.nspname IN ('public', 'graphile_worker') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    GROUP BY 1, 2 ORDER BY 1, 2`)
  return rows
}

async function dumpTable(client: pg.Client, table: Omit<TableFacts, 'rows'>, writer: ArchiveWriter): Promise<number> {
  const stream = client.query(copyTo(`COPY (SELECT ${columnList(table)} FROM ${tableName(table)}) TO STDOUT`))
  let piece = 0
  for await (const rows of wholeRows(stream as AsyncIterable<Buffer>, pieceBytes)) await writer.add(entryOf(table, piece++), rows.length, rows)
  return stream.rowCount
}

/**
 * The text of a COPY in pieces of about `most` bytes, each of whole rows, so that each can be loaded by itself. A line feed ends a row and
 * stands nowhere else: inside values it is escaped.
 */
export async function* wholeRows(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    // The driver uses its memory again.
    held.push(Buffer.from(chunk))
    bytes += chunk.length
    const end = bytes < most ? -1 : chunk.lastIndexOf(0x0a)
    if (end < 0) continue
    const all = Buffer.concat(held)
    const cut = all.length - chunk.length + end + 1
    yield all.subarray(0, cut)
    held = [all.subarray(cut)]
    bytes = all.length - cut
  }
  if (bytes > 0) yield Buffer.concat(held)
}

async function readFacts(client: pg.Client): Promise<Omit<DatabaseFacts, 'tables'>> {
  const { rows: version } = await client.query<{ server_version: string }>('SHOW server_version')
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>('SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name')
  const { rows: sequences } = await client.query<{ schema: string; name: string }>(`SELECT schemaname AS schema, sequencename AS name FROM pg_sequences WHERE schemaname IN ('public', 'graphile_worker') ORDER BY 1, 2`)
  const values: DatabaseFacts['sequences'] = []
  for (const sequence of sequences) {
    const { rows } = await client.query<{ value: string; called: boolean }>(`SELECT last_value::text AS value, is_called AS called FROM ${tableName(sequence)}`)
    values.push({ ...sequence, ...rows[0]! })
  }
  const { rows: partitions } = await client.query<{ table: string; day: string }>(`
    SELECT p.relname AS table, to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relkind = 'p' AND p.relnamespace = 'public'::regnamespace AND c.relname ~ '_\\d{8}$' ORDER BY 1, 2`)
  return { postgresVersion: version[0]!.server_version, migrations, sequences: values, partitions }
}

/** Fills an empty table. The whole of it is one statement: what is broken leaves nothing. */
export async function loadTable(client: pg.Client, table: TableFacts, content: AsyncIterable<Buffer>): Promise<void> {
  await pipeline(Readable.from(content), client.query(copyFrom(`COPY ${tableName(table)} (${columnList(table)}) FROM STDIN`)))
}

export const tableName = ({ schema, name }: { schema: string; name: string }): string => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`
const columnList = ({ columns }: { columns: string[] }): string => columns.map(pg.escapeIdentifier).join(', ')
