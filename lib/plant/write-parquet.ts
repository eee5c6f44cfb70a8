import { type DuckDBConnection, DuckDBInstance, type DuckDBAppender, type DuckDBType, DOUBLE, INTEGER, TIMESTAMP, VARCHAR, timestampValue } from '@duckdb/node-api'
import { named, quoted } from '@/lib/lake/lake-sql'

export type ColumnType = 'text' | 'double' | 'integer' | 'timestamp'

export interface ParquetTable {
  name: string
  columns: { name: string; type: ColumnType }[]
  /** In the order of the columns; null is null, a timestamp is a Date or ISO 8601 text. */
  rows: Iterable<readonly unknown[]>
}

const types: Record<ColumnType, DuckDBType> = { text: VARCHAR, double: DOUBLE, integer: INTEGER, timestamp: TIMESTAMP }

/** Writes the table as Parquet with zstd; timestamps are UTC without zone. Replaces the file. */
export async function writeParquet(file: string, table: ParquetTable): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    await createTable(connection, 't', table.columns)
    await appendRows(connection, { name: 't' }, table)
    await connection.run(`COPY t TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd)`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

export async function createTable(connection: DuckDBConnection, name: string, columns: ParquetTable['columns']): Promise<void> {
  await connection.run(`CREATE TABLE ${name} (${columns.map((column) => `${named(column.name)} ${types[column.type].toString()}`).join(', ')})`)
}

export async function appendRows(connection: DuckDBConnection, to: { schema?: string; name: string }, { columns, rows }: Pick<ParquetTable, 'columns' | 'rows'>): Promise<void> {
  const appender = await connection.createAppender(to.name, to.schema)
  for (const row of rows) {
    columns.forEach(({ type }, i) => append(appender, type, row[i]))
    appender.endRow()
  }
  appender.closeSync()
}

function append(appender: DuckDBAppender, type: ColumnType, value: unknown) {
  if (value === null || value === undefined || Number.isNaN(value)) return appender.appendNull()
  if (type === 'text') return appender.appendVarchar(String(value))
  if (type === 'double') return appender.appendDouble(Number(value))
  if (type === 'integer') return appender.appendInteger(Number(value))
  const at = value instanceof Date ? value : new Date(String(value))
  return appender.appendTimestamp(timestampValue(BigInt(at.getTime()) * 1000n))
}
