import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, type DuckDBDoubleVector, DuckDBInstance, type DuckDBIntegerVector, INTEGER } from '@duckdb/node-api'
import { lakeKeyName } from '@/lib/lake/lake-key-name'
import { quoted, readFiles } from '@/lib/lake/lake-sql'

const chunkRows = 2048
/** Sorted by signal and time, delta-coded: a signal's stretch of time is a few row groups of one file. */
export const fileLayout = `(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE 122880, ENCRYPTION_CONFIG {footer_key: '${lakeKeyName}'})`

export interface ReadingSink {
  /** Readings of one signal, milliseconds since 1970; in any order, a signal may come again. */
  add(signal: string, times: Float64Array, values: Float64Array): void
}

/** Writes encrypted Parquet for one tenant: columns signal, time, value. One thread, so that the plant's own work comes first. */
export class ParquetWriter {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** `key` in base64. @throws when the extension cannot be loaded: without it DuckDB writes no encrypted file. */
  static async open({ cryptoFile, key, tempDir, threads = 1 }: { cryptoFile: string; key: string; tempDir: string; threads?: number }): Promise<ParquetWriter> {
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads), memory_limit: '1GB', temp_directory: tempDir, temp_file_encryption: 'true' })
    const connection = await instance.connect()
    await connection.run(`LOAD ${quoted(cryptoFile)}`)
    await connection.run(`PRAGMA add_parquet_key('${lakeKeyName}', ${quoted(key)})`)
    return new ParquetWriter(instance, connection)
  }

  /** @returns how many rows were given; no file is written of none. */
  async writeReadings(file: string, give: (sink: ReadingSink) => Promise<void>): Promise<number> {
    await this.connection.run('CREATE OR REPLACE TEMP TABLE raw (s INTEGER, t DOUBLE, v DOUBLE); CREATE OR REPLACE TEMP TABLE names (s INTEGER, signal VARCHAR)')
    const { rows, signals } = await this.take(give)
    if (rows > 0) {
      const names = await this.connection.createAppender('names')
      for (const [signal, s] of signals) {
        names.appendInteger(s)
        names.appendVarchar(signal)
        names.endRow()
      }
      names.closeSync()
      await this.copy(`SELECT n.signal, make_timestamptz((r.t * 1000)::BIGINT) AS time, r.v AS value FROM raw r JOIN names n USING (s) ORDER BY n.signal, r.t`, file)
    }
    await this.connection.run('DROP TABLE raw; DROP TABLE names')
    return rows
  }

  /** Makes one file of several. @throws when one cannot be read. @returns how many rows there are. */
  async join(file: string, parts: string[]): Promise<number> {
    await this.copy(`SELECT signal, time, value FROM ${readFiles(parts)} ORDER BY signal, time`, file)
    const counted = await this.connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${readFiles([file])}`)
    return Number(counted.getRows()[0]![0])
  }

  close(): void {
    this.connection.closeSync()
    this.instance.closeSync()
  }

  private async copy(query: string, file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await rm(file, { force: true })
    await this.connection.run(`COPY (${query}) TO ${quoted(file)} ${fileLayout}`)
  }

  private async take(give: (sink: ReadingSink) => Promise<void>): Promise<{ rows: number; signals: Map<string, number> }> {
    const appender = await this.connection.createAppender('raw')
    const signals = new Map<string, number>()
    const columns = [new Int32Array(chunkRows), new Float64Array(chunkRows), new Float64Array(chunkRows)] as const
    let [rows, held] = [0, 0]
    const flush = () => {
      if (held > 0) appender.appendDataChunk(chunkOf(columns, held))
      held = 0
    }
    await give({
      add(signal, times, values) {
        if (!signals.has(signal)) signals.set(signal, signals.size)
        const s = signals.get(signal)!
        for (let i = 0; i < times.length; i++) {
          columns[0][held] = s
          columns[1][held] = times[i]!
          columns[2][held] = values[i]!
          if (++held === chunkRows) flush()
        }
        rows += times.length
      },
    })
    flush()
    appender.closeSync()
    return { rows, signals }
  }
}

/** Whole columns at once: a value at a time through the appender takes ten times as long. */
function chunkOf([signals, times, values]: readonly [Int32Array, Float64Array, Float64Array], count: number): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create([INTEGER, DOUBLE, DOUBLE], count)
  const [s, t, v] = [0, 1, 2].map((column) => chunk.getColumnVector(column)) as [DuckDBIntegerVector, DuckDBDoubleVector, DuckDBDoubleVector]
  for (let i = 0; i < count; i++) {
    s.setItem(i, signals[i]!)
    t.setItem(i, times[i]!)
    v.setItem(i, values[i]!)
  }
  for (const vector of [s, t, v]) vector.flush()
  return chunk
}
