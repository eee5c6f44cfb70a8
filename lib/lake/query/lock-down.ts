import type { DuckDBConnection } from '@duckdb/node-api'
import { quoted } from '@/lib/lake/lake-sql'

/**
 * Loads the extension that files are sealed with for its OpenSSL, which opens them four times as fast as what DuckDB has
 * built in. It brings file systems of the network along: they are switched off at once, for good. @throws when it is not DuckDB's
 */
export const loadCrypto = (connection: DuckDBConnection, cryptoFile: string): Promise<unknown> =>
  connection.run(`LOAD ${quoted(cryptoFile)}; SET disabled_filesystems = 'HTTPFileSystem,S3FileSystem,HuggingFaceFileSystem'`)

/** From here on: these files, for reading; no other, no network, no extension, no setting. */
export async function lockDown(connection: DuckDBConnection, files: string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${files.map(quoted).join(', ')}]`)
  await connection.run('SET enable_external_access = false; SET lock_configuration = true')
}
