import { randomBytes } from 'node:crypto'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { inTurn } from '@/lib/lake/in-turn'
import type { TrinoSettings } from '@/lib/lake/lake-settings'
import { named } from '@/lib/lake/lake-sql'
import { ask, TrinoError } from '@/lib/lake/query/trino-client'
import { typeOf } from '@/lib/lake/query/trino-types'
import { exportInput } from '@/lib/lake/tables/export-tables'
import { dropRunCatalog, ensurePlantCatalog, makeRunCatalog } from '@/lib/lake/tables/trino-catalogs'
import { trinoRun } from '@/lib/lake/tables/trino-policy'
import { appendRows, createTable } from '@/lib/plant/write-parquet'
import type { System } from '@/lib/system'
import type { MartEngine, RunFiles } from '@/lib/transformations/mart-engine'
import { openTrinoDoor } from '@/lib/transformations/trino-door'

const statementMs = 120_000

/**
 * Builds on Trino: what the models stand on is handed over as open tables of the plant (`input.…`), dbt reads them there and
 * builds in a catalogue of Trino's memory that is made for the run, and what came of it is read back. The catalogue is
 * removed whatever happens; where this process is killed, by the plant's next run.
 */
export const trinoMarts = (system: System, trino: TrinoSettings, tenantId: string): MartEngine => ({
  build: (files, dbt) =>
    inTurn(system, 'lake marts', tenantId, async () => {
      const run = trinoRun(tenantId, randomBytes(4).toString('hex'))
      await exportInput(system, tenantId, files.silver)
      const input = await answered(readyCatalogs(system, trino, tenantId, run))
      const door = await openTrinoDoor(trino, run)
      try {
        const said = await dbt({ target: 'trino', env: { MILLRACE_SCRATCH: run, MILLRACE_INPUT: input, MILLRACE_DOOR: String(door.port), MILLRACE_PASS: door.pass } })
        await answered(readBack(trino, run, files))
        return said
      } finally {
        await door.close()
        await dropRunCatalog(trino, run, AbortSignal.timeout(statementMs)).catch((error: Error) => system.log.error({ tenant: tenantId, err: error }, 'what a run made in Trino is not removed yet'))
      }
    }),
})

/** @returns the catalogue from which the run reads. */
async function readyCatalogs(system: System, trino: TrinoSettings, tenantId: string, run: string): Promise<string> {
  const signal = AbortSignal.timeout(statementMs)
  const plant = await ensurePlantCatalog(system, trino, { tenantId, isSealed: system.settings.lake.tables === 'sealed', signal })
  if (!plant.ok) throw new TrinoError('CATALOG', plant.reason)
  await makeRunCatalog(trino, tenantId, run, signal)
  return plant.catalog
}

/** Says in words when nobody answers; what Trino itself says stays. */
const answered = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: Error) => {
    if (error instanceof TrinoError) throw error
    throw new Error('Trino, on which the marts are built, did not answer. Those of the run before are still there. Build again when it is up.', { cause: error })
  })

/** Writes every mart that was built into `marts`. */
async function readBack(trino: TrinoSettings, run: string, { marts }: RunFiles): Promise<void> {
  const instance = await DuckDBInstance.create(marts, { threads: '1', memory_limit: '512MB' })
  const connection = await instance.connect()
  try {
    const pages = (sql: string) => ask(trino, { sql, user: run, headers: {}, signal: AbortSignal.timeout(statementMs) })
    const names: string[] = []
    for await (const { data = [] } of pages(`SELECT table_name FROM ${run}.information_schema.tables WHERE table_schema = 'default' AND table_name LIKE 'mart%'`)) names.push(...data.map(([name]) => String(name)))
    for (const name of names) await readTable(connection, name, pages(`SELECT * FROM ${run}."default".${named(name)}`))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Cells come as text, and become what Trino says that they are. */
async function readTable(connection: DuckDBConnection, name: string, pages: ReturnType<typeof ask>): Promise<void> {
  let columns: { name: string; type: string }[] | undefined
  const texts = () => columns!.map((column) => ({ name: column.name, type: 'text' as const }))
  for await (const page of pages) {
    if (page.columns && !columns) {
      columns = page.columns
      await createTable(connection, 'cells', texts())
    }
    if (page.data) await appendRows(connection, { name: 'cells' }, { columns: texts(), rows: page.data })
  }
  const cast = columns!.map((column) => `CAST(${named(column.name)} AS ${typeOf(column.type)}) AS ${named(column.name)}`)
  await connection.run(`CREATE TABLE ${named(name)} AS SELECT ${cast.join(', ')} FROM cells; DROP TABLE cells`)
}
