import type { ColumnType } from '@/lib/plant/write-parquet'

/** What a query may use. */
export interface QueryLimits {
  seconds: number
  /** Of DuckDB; the process that runs it is ended at twice as much. */
  memoryMb: number
  rows: number
}

/** In JSON: numbers, texts, booleans, null; lists and structures as they are. */
export type Cell = string | number | boolean | null | Cell[] | { [name: string]: Cell }

export interface ResultColumn {
  name: string
  /** As DuckDB writes it: VARCHAR, DOUBLE, … */
  type: string
}

/** To the process that asks DuckDB: one question in its life. */
export type ToQuery =
  | {
      kind: 'ask'
      sql: string
      /** Of the tenant's files, base64. */
      key: string
      /** Its files that count; nothing else of the file system can be opened. */
      files: string[]
      /** Signals that may be seen; null: all. */
      signals: string[] | null
      /** The product's own tables that may be named, and their schemas. */
      tables: Record<string, 'silver' | 'gold'>
      timeZone: string
      limits: QueryLimits
    }
  | { kind: 'table'; schema: string; name: string; columns: { name: string; type: ColumnType }[] }
  | { kind: 'page'; schema: string; name: string; rows: unknown[][] }
  | { kind: 'go' }

export type FromQuery =
  | { kind: 'ready' }
  | { kind: 'needs'; tables: string[] }
  /** 0..1; null while it cannot be told. */
  | { kind: 'progress'; ratio: number | null }
  | { kind: 'columns'; columns: ResultColumn[] }
  | { kind: 'rows'; rows: Cell[][] }
  | { kind: 'done'; isCut: boolean }
  /** By the fence. */
  | { kind: 'refused'; reason: string }
  /** By DuckDB: a mistake in the query, or a limit. */
  | { kind: 'failed'; reason: string }
