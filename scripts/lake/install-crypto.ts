import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance, version as duckdbVersion } from '@duckdb/node-api'
import { checkout } from '../checkout'
import { withLock } from '../processes/lock-file'
import { installOnce, runOrThrow } from '../stack/install-once'

const folder = path.join(checkout, 'var/duckdb')
const fileName = 'httpfs.duckdb_extension'

/**
 * The extension whose OpenSSL writes encrypted Parquet: DuckDB itself only reads it. From PyPI, signed by DuckDB's authors;
 * where that does not answer, from DuckDB's own repository. @returns its file. @throws what both said.
 */
export async function installLakeCrypto(): Promise<string> {
  const version = duckdbVersion().replace(/^v/, '')
  const file = path.join(folder, `httpfs-${version}`, fileName)
  if (existsSync(file)) return file
  await mkdir(folder, { recursive: true })
  await withLock(path.join(folder, 'lock'), 180_000, () => installOnce(folder, `httpfs-${version}`, (draft) => fetchExtension(draft, version)))
  return file
}

async function fetchExtension(draft: string, version: string): Promise<void> {
  const parts = path.join(draft, 'parts')
  await mkdir(parts, { recursive: true })
  await fromPyPi(parts, version).catch(async (error: Error) => {
    await fromDuckDb(parts).catch((other: Error) => Promise.reject(new Error(`${error.message}\n${other.message}`)))
  })
  const found = (await readdir(parts, { recursive: true })).find((name) => path.basename(name) === fileName)
  if (!found) throw new Error(`${fileName} was not in what was fetched`)
  await copyFile(path.join(parts, found), path.join(draft, fileName))
  await rm(parts, { recursive: true, force: true })
}

async function fromPyPi(parts: string, version: string): Promise<void> {
  await runOrThrow('python3', ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '-d', parts, `duckdb-extension-httpfs==${version}`])
  const wheel = (await readdir(parts)).find((name) => name.endsWith('.whl'))!
  await runOrThrow('python3', ['-m', 'zipfile', '-e', path.join(parts, wheel), parts])
}

async function fromDuckDb(parts: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { extension_directory: parts })
  try {
    const connection = await instance.connect()
    await connection.run('INSTALL httpfs')
    connection.closeSync()
  } finally {
    instance.closeSync()
  }
}
