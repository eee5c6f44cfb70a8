import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { named, quoted } from '@/lib/lake/lake-sql'
import { tablePeriod } from '@/lib/lake/query/table-period'
import type { productTables } from '@/lib/lake/query/tables'
import { exportPages } from '@/lib/plant/export-rows'
import { appendRows, createTable } from '@/lib/plant/write-parquet'
import type { System } from '@/lib/system'

export interface TableRows {
  /** `gold.oee`. */
  name: string
  /** The Parquet file. */
  file: string
  digest: string
  columns: { name: string; type: string }[]
}

/** Marts of a run, as Parquet files in `folder`. `marts` is DuckDB's file with them. */
export async function martRows(marts: string, folder: string): Promise<TableRows[]> {
  return withDuckDb(async (connection) => {
    await connection.run(`ATTACH ${quoted(marts)} AS marts (READ_ONLY)`)
    const listed = await connection.runAndReadAll(`SELECT table_name FROM duckdb_tables() WHERE database_name = 'marts' AND starts_with(table_name, 'mart_') ORDER BY ALL`)
    const written: TableRows[] = []
    for (const [name] of listed.getRows()) written.push(await write(connection, folder, `gold.${String(name)}`, `SELECT * FROM marts.${String(name)} ORDER BY ALL`))
    return written
  })
}

/** What the models of a run stand on, of the Parquet files in `silver`. */
export const inputRows = (silver: string, folder: string): Promise<TableRows[]> =>
  withDuckDb(async (connection) => {
    const written: TableRows[] = []
    for (const file of (await readdir(silver)).sort()) written.push(await write(connection, folder, `input.${path.parse(file).name}`, `SELECT * FROM read_parquet(${quoted(path.join(silver, file))}) ORDER BY ALL`))
    return written
  })

/** What the product knows and figures it made, as a reader of the whole plant gets them, as Parquet files in `folder`. */
export async function productRows(system: System, { tenantId, timeZone, product }: { tenantId: string; timeZone: string; product: typeof productTables }, folder: string): Promise<TableRows[]> {
  const written: TableRows[] = []
  for (const [name, { schema, table }] of product) {
    const reader = { tenantId, places: null }
    const columns = table.columns.map((column) => ({ name: column.name, type: column.type }))
    const period = await tablePeriod(system, reader, table)
    written.push(
      await withDuckDb(async (connection) => {
        await createTable(connection, 't', columns)
        for await (const rows of exportPages(system, { reach: reader, timeZone }, table, period)) await appendRows(connection, { name: 't' }, { columns, rows })
        return write(connection, folder, `${schema}.${name}`, 'FROM t')
      }),
    )
  }
  return written
}

async function write(connection: DuckDBConnection, folder: string, name: string, rows: string): Promise<TableRows> {
  const file = path.join(folder, `${name}.parquet`)
  const described = await connection.runAndReadAll(`DESCRIBE ${rows}`)
  const columns = described.getRows().map(([column, type]) => ({ name: String(column), type: String(type) }))
  // Moments are UTC without a zone, as everywhere in the lake; whole numbers of more than 64 bits there are none of.
  const cells = columns.map(({ name: column, type }) => (type === 'HUGEINT' ? `${named(column)}::BIGINT AS ${named(column)}` : named(column)))
  await connection.run(`COPY (SELECT ${cells.join(', ')} FROM (${rows})) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd)`)
  return { name, file, columns: columns.map(({ name: column, type }) => ({ name: column, type: type === 'HUGEINT' ? 'BIGINT' : type })), digest: createHash('sha256').update(await readFile(file)).digest('hex') }
}

async function withDuckDb<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' })
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
