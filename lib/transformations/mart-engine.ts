import type { System } from '@/lib/system'
import { trinoMarts } from '@/lib/transformations/trino-marts'

/** Where a run lies while it lasts, in a folder that nobody else reads. */
export interface RunFiles {
  folder: string
  /** The folder with what the models stand on, `<table>.parquet`. */
  silver: string
  /** The file of DuckDB with the marts, once they are built. */
  marts: string
}

/** How dbt is told where to build: a target of platform/dbt/profiles.yml, and what that reads. */
export interface DbtTarget {
  target: 'duckdb' | 'trino'
  env: Record<string, string>
}

/** An engine on which dbt builds the marts of one plant. */
export interface MartEngine {
  /** Readies the engine, lets `dbt` build there, and leaves the marts that were built in `files.marts`. @returns what dbt said @throws in words for the portal */
  build(files: RunFiles, dbt: (target: DbtTarget) => Promise<string>): Promise<string>
}

/** In the run's own folder, without a server. */
export const duckDbMarts: MartEngine = {
  build: ({ silver, marts }, dbt) => dbt({ target: 'duckdb', env: { MILLRACE_SILVER: silver, MILLRACE_MARTS: marts } }),
}

/** Trino where the installation has one: it is not replaced in silence when it is down. */
export const martEngineOf = (system: System, tenantId: string): MartEngine => (system.settings.lake.trino ? trinoMarts(system, system.settings.lake.trino, tenantId) : duckDbMarts)
