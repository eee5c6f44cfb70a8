import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { listMartRuns } from '@/lib/transformations/mart-runs'
import { martSteps } from '@/lib/transformations/mart-steps'
import { checkout } from '@/scripts/checkout'
import { installDbt } from '@/scripts/dbt/install-dbt'
import { installPython } from '@/scripts/stack/install-once'

const platform = path.join(checkout, 'platform/airflow')
const tenantId = 'demo-dairy'
const run = promisify(execFile)

/** Both environments; null, and said, when they cannot be had or nobody asks for them. */
async function install(): Promise<{ airflow: string; dbt: string } | null> {
  if (process.env.AIRFLOW !== 'on') {
    process.stderr.write('\n!! SKIPPED: Airflow takes minutes to install; AIRFLOW=on npm run test:stack runs its test\n')
    return null
  }
  const programs = path.join(checkout, 'var/stack/programs')
  mkdirSync(programs, { recursive: true })
  const requirements = path.join(platform, 'requirements.txt')
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = await installPython(programs, `airflow-${version}`, ['--requirement', requirements])
  return { airflow: path.join(folder, 'bin/python'), dbt: await installDbt() }
}
const pythons = await install()

/** Prints what Airflow makes of the folder: tasks in the order in which they run, with what each waits for and says to the shell. */
const readDags = `
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
tasks = lambda dag: [{"step": task.task_id, "after": sorted(task.upstream_task_ids), "command": task.bash_command} for task in dag.topological_sort()]
json.dump({"errors": {str(file): str(error) for file, error in bag.import_errors.items()}, "dags": {name: tasks(dag) for name, dag in bag.dags.items()}}, open(sys.argv[2], "w"))
`

describe.skipIf(pythons === null)('the DAG for Airflow', { timeout: 300_000 }, () => {
  let system: TestSystem
  let home: string
  const airflow = (...args: string[]) => {
    const env = {
      ...process.env, AIRFLOW_HOME: home, AIRFLOW__CORE__LOAD_EXAMPLES: 'False', AIRFLOW__CORE__DAGS_FOLDER: path.join(platform, 'dags'), AIRFLOW__CORE__UNIT_TEST_MODE: 'False',
      MILLRACE_HOME: checkout, MILLRACE_PLANTS: `${tenantId} another`, MILLRACE_MART_FOLDER: path.join(home, 'runs'), DBT_PYTHON: pythons!.dbt,
    }
    return run(pythons!.airflow, args, { env, cwd: home, maxBuffer: 64_000_000, timeout: 240_000 })
  }

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'millrace-airflow-'))
    system = await testSystem()
    await plantWithStory(system, tenantId, 'dairy', '2026-03-09')
  })
  afterAll(async () => {
    await system?.stop()
    await rm(home, { recursive: true, force: true })
  })

  it('is read without an error, one for each plant, with the product’s own steps in their order', async () => {
    const said = path.join(home, 'dags.json')
    await airflow('-c', readDags, path.join(platform, 'dags'), said)
    const { errors, dags } = JSON.parse(readFileSync(said, 'utf8')) as { errors: object; dags: Record<string, { step: string; after: string[]; command: string }[]> }
    expect(errors).toEqual({})
    expect(Object.keys(dags).toSorted()).toEqual(['millrace_marts_another', `millrace_marts_${tenantId}`])
    for (const tasks of Object.values(dags)) {
      expect(tasks.map(({ step }) => step)).toEqual(martSteps)
      expect(tasks.map(({ after }) => after)).toEqual(martSteps.map((_, i) => martSteps.slice(Math.max(0, i - 1), i)))
      for (const { step, command } of tasks) expect(command).toContain(`scripts/marts.ts ${step} `)
    }
  })

  it('run by Airflow builds the marts on DuckDB, and the run stands in the portal', async () => {
    await airflow('-m', 'airflow', 'db', 'migrate')
    await airflow('-m', 'airflow', 'dags', 'test', `millrace_marts_${tenantId}`)
    const [kept] = await listMartRuns(system, { tenantId, places: null })
    expect(kept).toMatchObject({ state: 'done', askedBy: 'airflow', reason: '' })
    expect(kept!.results.filter(({ kind }) => kind === 'test').length).toBeGreaterThan(60)
    expect(kept!.results.filter(({ kind, name }) => kind === 'model' && name.startsWith('mart_'))).toHaveLength(6)
  })
})
