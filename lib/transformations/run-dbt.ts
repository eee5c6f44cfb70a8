import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeParquet } from '@/lib/plant/write-parquet'
import type { System } from '@/lib/system'
import { type DbtTarget, type MartEngine, martEngineOf } from '@/lib/transformations/mart-engine'
import { type NodeResult, readResults } from '@/lib/transformations/read-results'
import { loadSilver, type RunPeriod } from '@/lib/transformations/silver-tables'

export interface DbtRun<T> {
  results: NodeResult[]
  /** What `read` made of the file with the marts; it is gone afterwards. */
  made: T
}

export interface Dbt {
  /** The Python of the environment in which dbt is installed. */
  python: string
  /** platform/dbt. */
  project: string
  /** It is ended after so long. */
  deadlineMs: number
}

/**
 * Builds the marts of one plant on the engine of this installation and asks their tests, in a folder that nobody else reads
 * and that is removed afterwards. Repeatable.
 * @throws when dbt cannot be run, or cannot build a model; a test that fails is an answer.
 */
export async function runDbt<T>(system: System, tenantId: string, period: RunPeriod, dbt: Dbt, read: (marts: string) => Promise<T>): Promise<DbtRun<T>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'millrace-dbt-'))
  try {
    await writeSilver(system, tenantId, period, folder)
    const results = await buildIn(folder, { engine: martEngineOf(system, tenantId), dbt, now: period.to })
    return { results, made: await read(martsFile(folder)) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const silverFolder = (folder: string): string => path.join(folder, 'silver')
const martsFile = (folder: string): string => path.join(folder, 'marts.duckdb')

/** Writes into the folder of a run what the models stand on: `silver/<table>.parquet`. */
export async function writeSilver(system: System, tenantId: string, period: RunPeriod, folder: string): Promise<void> {
  const silver = silverFolder(folder)
  await mkdir(silver, { recursive: true })
  for (const table of await system.db.inTenant(tenantId, (tx) => loadSilver(tx, period))) await writeParquet(path.join(silver, `${table.name}.parquet`), table)
}

/**
 * Builds `marts.duckdb` of the silver in the same folder and asks every test. Begun again it starts from nothing.
 * @throws when dbt cannot be run, or cannot build a model; a test that fails is an answer.
 */
export async function buildIn(folder: string, { engine, dbt, now }: { engine: MartEngine; dbt: Dbt; now: Date }): Promise<NodeResult[]> {
  const files = { folder, silver: silverFolder(folder), marts: martsFile(folder) }
  for (const old of [files.marts, targetOf(folder)]) await rm(old, { recursive: true, force: true })
  const said = await engine.build(files, (target) => build(dbt, folder, now, target))
  const results = await resultsIn(folder).catch(() => {
    throw new Error(`dbt built nothing: ${said.slice(-2000)}`)
  })
  const broken = results.find(({ kind, status }) => kind === 'model' && status !== 'ok')
  if (broken) throw new Error(`dbt could not build ${broken.name}: ${broken.message}`)
  return results
}

const targetOf = (folder: string): string => path.join(folder, 'target')

/** What the last build in this folder said. @throws when there was none */
export const resultsIn = (folder: string): Promise<NodeResult[]> => readResults(targetOf(folder))

/** @returns what it said, for when it built nothing: a failing test ends it with a code as well. @throws when it took too long */
function build({ python, project, deadlineMs }: Dbt, folder: string, now: Date, { target, env }: DbtTarget): Promise<string> {
  const vars = JSON.stringify({ now: now.toISOString().replace('T', ' ').replace('Z', '') })
  const args = ['-m', 'dbt.cli.main', '--no-use-colors', '--log-level-file', 'none', 'build', '--project-dir', project, '--profiles-dir', project, '--target', target, '--target-path', targetOf(folder), '--log-path', folder, '--vars', vars]
  // Nothing of the product's own settings.
  const seen: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: '/usr/bin:/bin', HOME: folder, DO_NOT_TRACK: '1', DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', ...env }
  return new Promise((resolve, reject) =>
    execFile(python, args, { env: seen, cwd: folder, timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
      if (error?.killed) reject(new Error(`dbt was ended after ${Math.round(deadlineMs / 1000)} s, the longest that a run may take. Nothing was built; the marts of the run before are still there.`))
      else resolve(`${stdout}${stderr}`)
    }),
  )
}
