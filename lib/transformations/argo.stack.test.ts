import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { checkout } from '@/scripts/checkout'

/** Argo's source as its module for Go, which holds the schema that it publishes. */
const argo = 'github.com/argoproj/argo-workflows/v3@v3.7.3'

function readSchema(): Schema | null {
  try {
    const said = execFileSync('go', ['mod', 'download', '-json', argo], { cwd: tmpdir(), encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'pipe'] })
    const { Dir: folder } = JSON.parse(said) as { Dir: string }
    return JSON.parse(readFileSync(path.join(folder, 'api/jsonschema/schema.json'), 'utf8')) as Schema
  } catch (error) {
    process.stderr.write(`\n!! SKIPPED: the schema of Argo Workflows cannot be had here: ${(error as Error).message}\n`)
    return null
  }
}

interface Schema {
  definitions: Record<string, { properties?: object; additionalProperties?: unknown }>
}
const schema = readSchema()

describe.skipIf(schema === null)('the workflow for Argo', () => {
  type Manifest = Record<string, unknown> & { kind: string; spec: Record<string, unknown> }
  const manifests = () => parseAllDocuments(readFileSync(path.join(checkout, 'platform/argo/marts.yaml'), 'utf8')).map((one) => one.toJS() as Manifest)

  /** As published, and none but its own fields: what is misspelt else passes as something that nobody reads. */
  function faultsOf(manifest: Manifest): string[] {
    const strict = structuredClone(schema!)
    for (const one of Object.values(strict.definitions)) if (one.properties) one.additionalProperties ??= false
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
    ajv.addSchema(strict, 'argo')
    const check = ajv.getSchema(`argo#/definitions/io.argoproj.workflow.v1alpha1.${manifest.kind}`)!
    check(manifest)
    return (check.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
  }

  it('is what Argo’s own schema asks of a template and of its schedule', () => {
    expect(manifests().map(({ kind }) => kind)).toEqual(['WorkflowTemplate', 'CronWorkflow'])
    for (const manifest of manifests()) expect(faultsOf(manifest)).toEqual([])
  })

  it('would not be with a field that is misspelt or of another type', () => {
    const [template, cron] = manifests()
    template!.spec.entryPoint = template!.spec.entrypoint
    cron!.spec.schedules = '15 2 * * *'
    expect(faultsOf(template!)).toEqual([expect.stringContaining('entryPoint')])
    expect(faultsOf(cron!)).toEqual([expect.stringContaining('/spec/schedules must be array')])
  })
})

/** Argo's own code for `argo lint`, which Go builds once: five minutes of a core. */
const isLintWanted = process.env.ARGO === 'on'
if (!isLintWanted) process.stderr.write('\n!! SKIPPED: Argo’s own lint takes minutes to build; ARGO=on npm run test:stack runs it\n')

describe.skipIf(!isLintWanted)('Argo’s own lint', { timeout: 1_800_000 }, () => {
  it('finds nothing in the template, and finds a step that leads to no template', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'millrace-argo-'))
    try {
      const program = path.join(folder, 'argo-lint')
      execFileSync('go', ['build', '-o', program, '.'], { cwd: path.join(checkout, 'platform/argo/lint') })
      const lint = (text: string) => {
        const file = path.join(folder, 'template.yaml')
        writeFileSync(file, text)
        const { status, stdout, stderr } = spawnSync(program, [file], { encoding: 'utf8' })
        return { status, said: stdout + stderr }
      }
      const [template] = readFileSync(path.join(checkout, 'platform/argo/marts.yaml'), 'utf8').split('\n---\n') as [string]
      expect(lint(template)).toMatchObject({ status: 0 })
      expect(lint(template.replace('template: step', 'template: stepp'))).toMatchObject({ status: 1, said: expect.stringContaining("'stepp' undefined") as string })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
