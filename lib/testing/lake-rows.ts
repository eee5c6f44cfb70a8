import { DuckDBInstance } from '@duckdb/node-api'
import { value } from '@/lib/adapters/contract-checks'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import { lakeKeyName } from '@/lib/lake/lake-key-name'
import { quoted, readFiles } from '@/lib/lake/lake-sql'
import { localFile } from '@/lib/lake/local-file'
import { filesOf } from '@/lib/lake/manifest'
import type { System } from '@/lib/system'
import { installLakeCrypto } from '@/scripts/lake/install-crypto'

export interface LakeRow {
  signal: string
  t: number
  v: number
}

/** Rows of encrypted files, by signal and time. @throws as DuckDB does, when the key is not theirs. */
export async function rowsOfFiles(files: string[], key: string): Promise<LakeRow[]> {
  if (files.length === 0) return []
  const instance = await DuckDBInstance.create(':memory:')
  try {
    const connection = await instance.connect()
    await connection.run(`PRAGMA add_parquet_key('${lakeKeyName}', ${quoted(key)})`)
    const read = await connection.runAndReadAll(`SELECT signal, epoch_ms(time)::DOUBLE AS t, value AS v FROM ${readFiles(files)} ORDER BY signal, t, v`)
    return read.getRowObjects() as unknown as LakeRow[]
  } finally {
    instance.closeSync()
  }
}

/** What the lake of a tenant holds, read from its files as they lie. */
export async function lakeRows(system: System, tenantId: string): Promise<LakeRow[]> {
  const files: string[] = []
  for (const file of await filesOf(system, tenantId, 'live')) files.push(value(await localFile(system, tenantId, file)))
  return rowsOfFiles(files, value(await lakeKeyOf(system, tenantId)))
}

/** The extension that writes encrypted files; null, and said, where it cannot be had: what needs it is skipped. */
export const lakeCrypto = (): Promise<string | null> =>
  installLakeCrypto().catch((error: Error) => {
    process.stderr.write(`\n!! SKIPPED: the encryption of DuckDB cannot be had here: ${error.message}\n`)
    return null
  })
