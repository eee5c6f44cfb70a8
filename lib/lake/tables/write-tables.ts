import { spawn } from 'node:child_process'
import path from 'node:path'
import { z } from 'zod'

/** A table to write: its rows in a Parquet file, and what it was before. */
export interface TableToWrite {
  /** `gold.oee`. */
  name: string
  rows: string
  /** Of the rows: with the same one no version is made. */
  digest: string
  /** Address of the Iceberg metadata that counts so far. */
  metadata: string | null
}

const writtenTables = z.array(
  z.object({
    name: z.string(),
    /** `files`: addresses of all that a version refers to. */
    iceberg: z.object({ metadata: z.string(), version: z.string(), rows: z.number(), files: z.array(z.string()) }),
    /** `files`: names of the data of versions that are kept, in the table's folder. */
    delta: z.object({ version: z.number(), files: z.array(z.string()) }),
  }),
)

export type WrittenTable = z.output<typeof writtenTables>[number]

const deadlineMs = 10 * 60_000

/**
 * Writes the tables into `folder`, which stands for the address `base`, by pyiceberg and deltalake (`platform/lake`), in a
 * process that sees no setting and no key. @throws what it said when it fails.
 */
export function writeTables(python: string, asked: { folder: string; base: string; tables: TableToWrite[] }): Promise<WrittenTable[]> {
  const script = path.join(process.cwd(), 'platform', 'lake', 'write_tables.py')
  const env = { NODE_ENV: 'production', PATH: '/usr/bin:/bin', HOME: asked.folder, LANG: 'C.UTF-8', TZ: 'UTC', PYTHONWARNINGS: 'ignore' } as const
  const child = spawn(python, [script], { env, timeout: deadlineMs, killSignal: 'SIGKILL', stdio: ['pipe', 'pipe', 'pipe'] })
  const said = { out: '', error: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said.error = (said.error + text.toString()).slice(-4000)))
  child.stdin.on('error', () => undefined).end(JSON.stringify(asked))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(writtenTables.parse(JSON.parse(said.out))) : reject(new Error(`The tables were not written: ${said.error || `code ${code}`}`))))
  })
}
