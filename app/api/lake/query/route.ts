import { randomUUID } from 'node:crypto'
import { problemResponse, Refusal } from '@/lib/http/problem'
import type { AnswerLine } from '@/lib/lake/query/answer'
import { askLake } from '@/lib/lake/query/ask-lake'
import { readQuestion } from '@/lib/lake/query/read-question'
import { screenLimits } from '@/lib/lake/query/run-query'
import { system } from '@/lib/system'

/** A query of the plant's own lake: lines of JSON as they come (`AnswerLine`). Whoever goes away cancels it. Not by `route()`, which answers once. */
export async function POST(request: Request) {
  const requestId = randomUUID()
  try {
    const { person, sql, engine } = await readQuestion(request)
    const gone = new AbortController()
    request.signal.addEventListener('abort', () => gone.abort())
    const body = new ReadableStream<Uint8Array>({
      async start(out) {
        const say = (line: AnswerLine) => !gone.signal.aborted && out.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`))
        try {
          const end = await askLake(system(), person, { sql, engine, limits: screenLimits, signal: gone.signal, takes: 'look' }, {
            progress: (ratio) => say({ kind: 'progress', ratio }),
            note: (text) => say({ kind: 'note', text }),
            columns: (columns) => say({ kind: 'columns', columns }),
            rows: (rows) => say({ kind: 'rows', rows }),
          })
          say({ kind: 'end', end })
        } catch (error) {
          if (!(error instanceof Refusal)) system().log.error({ requestId, err: error }, 'query failed')
          const reason = error instanceof Refusal ? error.detail : `That did not work. Try again; if it stays so, tell us ${requestId}.`
          say({ kind: 'end', end: { state: error instanceof Refusal ? 'refused' : 'failed', reason, tookMs: 0 } })
        }
        if (!gone.signal.aborted) out.close()
      },
      cancel: () => gone.abort(),
    })
    return new Response(body, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
  } catch (error) {
    if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId })
    throw error
  }
}
