import type { EngineName, LakeEngine } from '@/lib/lake/query/port'
import { runQuery } from '@/lib/lake/query/run-query'
import { trinoEngine } from '@/lib/lake/query/trino'
import type { System } from '@/lib/system'

/** Who can be asked on this installation; DuckDB always, and first. */
export const lakeEngines = (system: System): LakeEngine[] => [duckDbEngine(system), ...(system.settings.lake.trino ? [trinoEngine(system, system.settings.lake.trino)] : [])]

/** By name; DuckDB where there is no other. */
export const lakeEngine = (system: System, name: EngineName): LakeEngine => lakeEngines(system).find((engine) => engine.name === name) ?? duckDbEngine(system)

export const duckDbEngine = (system: System): LakeEngine => ({
  name: 'duckdb',
  title: 'DuckDB',
  reads: 'sealed readings, and every table as it is now',
  ask: (question, events) => runQuery(system, question, events),
})
