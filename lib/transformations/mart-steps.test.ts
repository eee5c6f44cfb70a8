import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { martSteps } from '@/lib/transformations/mart-steps'
import { checkout } from '@/scripts/checkout'
import { crontab } from '@/workers/crontab'

const read = (...place: string[]) => readFileSync(path.join(checkout, ...place), 'utf8')
/** When the product itself has marts built. */
const nightly = /^(.+) ask-for-marts /m.exec(crontab)![1]!

describe('the steps of a run of the marts', () => {
  it('are those of the workflow for Argo, in this order, each by the product’s own command, at the product’s own hour', () => {
    const [template, cron] = parseAllDocuments(read('platform/argo/marts.yaml')).map((one) => one.toJS() as Workflow)
    const { templates } = template!.spec
    const marts = templates!.find(({ name }) => name === template!.spec.entrypoint)!
    expect(marts.steps!.map((group) => group.map(({ name, arguments: given }) => [name, given.parameters[0]!.value]))).toEqual(martSteps.map((step) => [[step, step]]))
    const container = templates!.find(({ name }) => name === 'step')!.container!
    expect([...container.command, container.args[0]]).toEqual(['node', 'scripts/run-ts.mjs', 'scripts/marts.ts', '{{inputs.parameters.step}}'])
    expect(cron!.spec).toMatchObject({ schedules: [nightly], workflowSpec: { workflowTemplateRef: { name: template!.metadata.name } } })
  })

  it('are those of the DAG for Airflow, at the product’s own hour', () => {
    const dag = read('platform/airflow/dags/millrace_marts.py')
    expect(JSON.parse(/^STEPS = (.*)$/m.exec(dag)![1]!)).toEqual(martSteps)
    expect(/schedule="(.*)"/.exec(dag)![1]).toBe(nightly)
    expect(dag).toContain('node scripts/run-ts.mjs scripts/marts.ts {step} ')
  })
})

interface Workflow {
  metadata: { name: string }
  spec: {
    entrypoint?: string
    templates?: { name: string; steps?: { name: string; arguments: { parameters: { value: string }[] } }[][]; container?: { command: string[]; args: string[] } }[]
  }
}
