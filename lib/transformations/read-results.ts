import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** A model that was built, or a test that was asked. */
export interface NodeResult {
  /** As dbt names it, without the project: `mart_oee_day`, `counts_are_possible`. */
  name: string
  kind: 'model' | 'test'
  /** What it is, or what should hold. */
  words: string
  /** As it stands in platform/dbt; empty for a test that dbt itself knows. */
  sql: string
  status: 'ok' | 'failed' | 'error' | 'skipped'
  /** Rows that should not be there; of a test that failed. */
  failures: number
  message: string
  seconds: number
}

const resultsFile = z.object({
  results: z.array(z.object({ unique_id: z.string(), status: z.string(), failures: z.number().nullish(), message: z.string().nullish(), execution_time: z.number() })),
})
const manifestNode = z.object({
  description: z.string().default(''),
  raw_code: z.string().default(''),
  column_name: z.string().nullish(),
  attached_node: z.string().nullish(),
  test_metadata: z.object({ name: z.string(), kwargs: z.record(z.string(), z.unknown()) }).nullish(),
})
const manifestFile = z.object({ nodes: z.record(z.string(), manifestNode) })
type ManifestNode = z.infer<typeof manifestNode>

const statuses: Record<string, NodeResult['status']> = { success: 'ok', pass: 'ok', fail: 'failed', warn: 'failed', skipped: 'skipped' }

/** What dbt left in its target folder. @throws when it is not there */
export async function readResults(target: string): Promise<NodeResult[]> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(target, name), 'utf8'))
  const [{ results }, { nodes }] = [resultsFile.parse(await read('run_results.json')), manifestFile.parse(await read('manifest.json'))]
  return results.map(({ unique_id: id, status, failures, message, execution_time: seconds }) => {
    const node = nodes[id]!
    const sql = node.test_metadata ? '' : node.raw_code.trim()
    return { name: nameOf(id), kind: id.startsWith('test.') ? 'test' : 'model', words: wordsOf(node), sql, status: statuses[status] ?? 'error', failures: failures ?? 0, message: message ?? '', seconds }
  })
}

/** `model.millrace.mart_oee_day`, `test.millrace.not_null_stg_lines_line.0123456789`. */
const nameOf = (id: string) => id.split('.')[2]!

function wordsOf({ description, raw_code: sql, column_name: column, attached_node: model, test_metadata: test }: ManifestNode): string {
  if (!test) return description || /^-- (.*)$/m.exec(sql)?.[1] || ''
  const place = `${model ? nameOf(model) : ''}.${column ?? ''}`
  if (test.name === 'not_null') return `${place} is never empty`
  if (test.name === 'unique') return `${place} is there once`
  if (test.name === 'relationships') return `${place} stands in ${/'(.+)'/.exec(String(test.kwargs.to))?.[1] ?? 'another table'}`
  if (test.name === 'accepted_values') return `${place} is one of ${(test.kwargs.values as string[]).join(', ')}`
  return `${place}: ${test.name}`
}
