import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

const callMs = 30_000
const statementMs = 180_000
const pauseMs = 100

const handle = z.object({ operationHandle: z.string() })
const page = z.object({ resultType: z.string(), nextResultUri: z.string().optional(), results: z.object({ data: z.array(z.object({ fields: z.array(z.unknown()) })) }).optional() })

/** Runs the statements one after the other in a session of their own. @returns the rows of the last one. @throws with Flink's own reason. */
export async function runStatements(url: string, statements: string[]): Promise<unknown[][]> {
  const { sessionHandle } = z.object({ sessionHandle: z.string() }).parse(await ask(url, 'POST', '/v1/sessions', { properties: {} }))
  const session = `/v1/sessions/${sessionHandle}`
  try {
    let rows: unknown[][] = []
    for (const statement of statements) rows = await run(url, session, statement)
    return rows
  } finally {
    await ask(url, 'DELETE', session).catch(() => undefined)
  }
}

async function run(url: string, session: string, statement: string): Promise<unknown[][]> {
  const { operationHandle } = handle.parse(await ask(url, 'POST', `${session}/statements`, { statement }))
  const rows: unknown[][] = []
  const deadline = Date.now() + statementMs
  for (let next: string | undefined = `${session}/operations/${operationHandle}/result/0?rowFormat=JSON`; next; ) {
    const answer: z.output<typeof page> = page.parse(await ask(url, 'GET', next))
    if (answer.resultType === 'NOT_READY') {
      if (Date.now() > deadline) throw new Error(`Flink did not finish within ${statementMs / 1000} s: ${statement.slice(0, 200)}`)
      await wait(pauseMs)
      continue
    }
    rows.push(...(answer.results?.data ?? []).map(({ fields }) => fields))
    next = answer.resultType === 'EOS' ? undefined : answer.nextResultUri
  }
  return rows
}

async function ask(url: string, method: string, place: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}${place}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(callMs) })
  const text = await response.text()
  if (response.ok) return text ? (JSON.parse(text) as unknown) : {}
  throw new Error(`Flink refused: ${reasonOf(text)}`)
}

/** Out of a Java stack what was caused by what. */
function reasonOf(text: string): string {
  const said = text.replaceAll('\\n', '\n').replaceAll('\\t', ' ').replaceAll('\\"', '"')
  const causes = [...said.matchAll(/Caused by: (.*)/g)].map(([, cause]) => cause!.slice(0, 500))
  return causes.length > 0 ? [...new Set(causes)].join('\n') : said.slice(0, 1000)
}
