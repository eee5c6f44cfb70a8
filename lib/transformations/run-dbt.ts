import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeParquet } from '@/lib/plant/write-parquet'
import type { System } from '@/lib/system'
import { type NodeResult, readResults } from '@/lib/transformations/read-results'
import { loadSilver, type RunPeriod } from '@/lib/transformations/silver-tables'

export interface DbtRun<T> {
  results: NodeResult[]
  /** What `read` made of the file with the marts; it is gone afterwards. */
  made: T
}

interface Dbt {
  /** The Python of the environment in which dbt is installed. */
  python: string
  /** platform/dbt. */
  project: string
  /** It is ended after so long. */
  deadlineMs: number
}

/**
 * Builds the marts of one plant on DuckDB and asks their tests, in a folder that nobody else reads and that is removed
 * afterwards. Repeatable: it writes nothing but its answer.
 * @throws when dbt cannot be run, or cannot build a model; a test that fails is an answer.
 */
export async function runDbt<T>(system: System, tenantId: string, period: RunPeriod, dbt: Dbt, read: (marts: string) => Promise<T>): Promise<DbtRun<T>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'millrace-dbt-'))
  try {
    const silver = path.join(folder, 'silver')
    await mkdir(silver)
    for (const table of await system.db.inTenant(tenantId, (tx) => loadSilver(tx, period))) await writeParquet(path.join(silver, `${table.name}.parquet`), table)
    const marts = path.join(folder, 'marts.duckdb')
    const said = await build(dbt, { folder, silver, marts, now: period.to })
    const results = await readResults(path.join(folder, 'target')).catch(() => {
      throw new Error(`dbt built nothing: ${said.slice(-2000)}`)
    })
    const broken = results.find(({ kind, status }) => kind === 'model' && status !== 'ok')
    if (broken) throw new Error(`dbt could not build ${broken.name}: ${broken.message}`)
    return { results, made: await read(marts) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @returns what it said, for when it built nothing: a failing test ends it with a code as well. */
function build({ python, project, deadlineMs }: Dbt, { folder, silver, marts, now }: { folder: string; silver: string; marts: string; now: Date }): Promise<string> {
  const args = ['-m', 'dbt.cli.main', '--no-use-colors', '--log-level-file', 'none', 'build', '--project-dir', project, '--profiles-dir', project, '--target-path', path.join(folder, 'target'), '--log-path', folder, '--vars', JSON.stringify({ now: now.toISOString().replace('T', ' ').replace('Z', '') })]
  // Nothing of the product's own settings.
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: '/usr/bin:/bin', HOME: folder, MILLRACE_SILVER: silver, MILLRACE_MARTS: marts, DO_NOT_TRACK: '1', DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' }
  return new Promise((resolve) => execFile(python, args, { env, cwd: folder, timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: 16_000_000 }, (error, stdout, stderr) => resolve(`${stdout}${stderr}${error?.killed ? `\nended after ${deadlineMs} ms` : ''}`)))
}
