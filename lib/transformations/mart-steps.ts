import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { System } from '@/lib/system'
import { dbtWith, keepRunFrom, martPeriod } from '@/lib/transformations/mart-runs'
import { martEngineOf } from '@/lib/transformations/mart-engine'
import { buildIn, resultsIn, writeSilver } from '@/lib/transformations/run-dbt'

/** A run of the marts cut where a scheduler may begin again, in this order. platform/airflow and platform/argo name them. */
export const martSteps = ['silver', 'build', 'keep'] as const
export type MartStep = (typeof martSteps)[number]

export interface SteppedRun {
  tenantId: string
  /** Shared by the steps of one run, and by nobody else. */
  folder: string
  /** The moment up to which it is built; the same in each step. */
  to: Date
  /** Whose schedule it is: `airflow`, `argo`. */
  by: string
  /** The Python in which dbt is. */
  python: () => Promise<string>
}

/**
 * One step of what `buildMarts` does in one go. Each may be run again. `silver` writes what the models stand on, `build`
 * runs dbt, `keep` shows the run in the portal and removes the folder. @throws when the step before has not been run
 */
export async function runMartStep(system: System, step: MartStep, { tenantId, folder, to, by, python }: SteppedRun): Promise<void> {
  if (step === 'silver') {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return writeSilver(system, tenantId, martPeriod(to), folder)
  }
  if (!existsSync(folder)) throw new Error(`${folder} is not there: begin with the step "silver"`)
  if (step === 'build') return void (await buildIn(folder, { engine: martEngineOf(system, tenantId), dbt: dbtWith(await python()), now: to }))
  const results = await resultsIn(folder).catch(() => {
    throw new Error(`dbt has built nothing in ${folder}: run the step "build" before`)
  })
  await keepRunFrom(system, tenantId, { by, to, results })
  await rm(folder, { recursive: true, force: true })
}
