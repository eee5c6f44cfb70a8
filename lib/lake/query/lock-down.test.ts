import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCrypto, lockDown } from '@/lib/lake/query/lock-down'
import { lakeCrypto } from '@/lib/testing/lake-rows'

const cryptoFile = await lakeCrypto()

/** As if the first fence had let everything through. */
describe.skipIf(cryptoFile === null)('DuckDB with the extension that knows the network, once locked', () => {
  let connection: DuckDBConnection
  let server: Server
  let asked = 0
  beforeAll(async () => {
    server = createServer((_, answer) => void (asked++, answer.end('a,b\n1,2\n')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    connection = await (await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' })).connect()
    await loadCrypto(connection, cryptoFile!)
    await lockDown(connection, [])
  })
  afterAll(() => void server.close())
  const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`

  it.each([
    ['reads over HTTP', (at: string) => `SELECT * FROM read_csv('http://${at}/a.csv')`],
    ['reads over HTTP by a bare name', (at: string) => `SELECT * FROM 'http://${at}/a.csv'`],
    ['reads text over HTTP', (at: string) => `SELECT * FROM read_text('http://${at}/a.csv')`],
    ['reads from S3', (at: string) => `SELECT * FROM read_csv('s3://bucket/a.csv?s3_endpoint=${at}&s3_use_ssl=false')`],
    ['reads from Hugging Face', () => `SELECT * FROM read_csv('hf://datasets/a/b/c.csv')`],
    ['writes over HTTP', (at: string) => `COPY (SELECT 1) TO 'http://${at}/a.csv'`],
    ['attaches over HTTP', (at: string) => `ATTACH 'http://${at}/a.db' AS x (READ_ONLY)`],
    ['makes a secret that says where to', (at: string) => `CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b', ENDPOINT '${at}')`],
    ['reads a file', () => `SELECT * FROM read_csv('/etc/passwd')`],
    ['loads another extension', () => "LOAD '/tmp/another.duckdb_extension'"],
    ['switches the network on again', () => `SET disabled_filesystems = ''`],
    ['unlocks', () => 'SET enable_external_access = true'],
  ])('never %s', async (_, sql) => {
    await expect(connection.runAndReadAll(sql(address()))).rejects.toThrow(/disabled|locked|not allowed|Permission|Invalid/i)
    expect(asked).toBe(0)
  })
})
