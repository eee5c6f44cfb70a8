import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance, version as duckdbVersion } from '@duckdb/node-api'
import { checkout } from '../checkout'
import { installOnce, runOrThrow } from '../stack/install-once'

const folder = path.join(checkout, 'var/duckdb')
/** `httpfs` brings the OpenSSL that writes encrypted Parquet; the others read open tables. */
type Extension = 'httpfs' | 'avro' | 'iceberg' | 'delta'

const fileName = (name: Extension) => `${name}.duckdb_extension`

/**
 * An extension of DuckDB. From PyPI, signed by DuckDB's authors; where that does not answer, from DuckDB's own repository.
 * @returns its file. @throws what both said.
 */
export async function installDuckDbExtension(name: Extension): Promise<string> {
  const version = duckdbVersion().replace(/^v/, '')
  return path.join(await installOnce(folder, `${name}-${version}`, (draft) => fetchExtension(draft, name, version)), fileName(name))
}

async function fetchExtension(draft: string, name: Extension, version: string): Promise<void> {
  const parts = path.join(draft, 'parts')
  await mkdir(parts, { recursive: true })
  await fromPyPi(parts, name, version).catch(async (error: Error) => {
    await fromDuckDb(parts, name).catch((other: Error) => Promise.reject(new Error(`${error.message}\n${other.message}`)))
  })
  const found = (await readdir(parts, { recursive: true })).find((each) => path.basename(each) === fileName(name))
  if (!found) throw new Error(`${fileName(name)} was not in what was fetched`)
  await copyFile(path.join(parts, found), path.join(draft, fileName(name)))
  await rm(parts, { recursive: true, force: true })
}

async function fromPyPi(parts: string, name: Extension, version: string): Promise<void> {
  await runOrThrow('python3', ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '-d', parts, `duckdb-extension-${name}==${version}`])
  const wheel = (await readdir(parts)).find((each) => each.endsWith('.whl'))!
  await runOrThrow('python3', ['-m', 'zipfile', '-e', path.join(parts, wheel), parts])
}

async function fromDuckDb(parts: string, name: Extension): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { extension_directory: parts })
  try {
    const connection = await instance.connect()
    await connection.run(`INSTALL ${name}`)
    connection.closeSync()
  } finally {
    instance.closeSync()
  }
}
