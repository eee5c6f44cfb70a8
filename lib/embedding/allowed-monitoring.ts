import type { MonitorDashboard, MonitorQuestion } from '@/lib/adapters/monitoring/port'
import type { Allowed, Asked } from '@/lib/embedding/allowed'

type Rule = [method: string, path: RegExp, as: Exclude<Allowed, 'guest'> | 'figures']

/** Everything that a framed dashboard of the installation asks for. What is not here is not there: exploring, sources, people, settings, web sockets. */
const rules: Rule[] = [
  ['GET', /^\/public\/[\w.~@+/-]+$/, 'asset'],
  ['GET', /^\/d\/([\w-]+)(?:\/[\w-]+)?\/?$/, 'page'],
  ['GET', /^\/api\/dashboards\/uid\/([\w-]+)$/, 'page'],
  ['GET', /^\/api\/plugins\/(?:prometheus|loki|grafana-postgresql-datasource)\/settings$/, 'asset'],
  ['GET', /^\/api\/annotations$/, 'figures'],
  ['POST', /^\/api\/ds\/query$/, 'figures'],
  ['POST', /^\/(?:api\/frontend-metrics|log-grafana-javascript-agent)$/, 'hushed'],
]

/** Whether an administrator's frame may ask this: one of few paths, of one of `dashboards`, with questions that these ask. Null: no. */
export function allowedMonitoring({ method, path, query, question }: Asked, dashboards: MonitorDashboard[]): Rule[2] | null {
  if (path.includes('..') || path.includes('//')) return null
  for (const [of, pattern, as] of rules) {
    const found = of === method ? pattern.exec(path) : null
    if (!found) continue
    const isKnown = (id: string | null | undefined) => dashboards.some((one) => one.id === id)
    if (as === 'page') return isKnown(found[1]) ? as : null
    if (as !== 'figures') return as
    if (method === 'GET') return isKnown(query.get('dashboardUID')) ? as : null
    return isAsked(question, dashboards.flatMap(({ questions }) => questions)) ? as : null
  }
  return null
}

/** The tool answers whatever it is asked of a source: PromQL, and SQL too. Here it is asked what stands in the dashboards, word by word. */
function isAsked(body: unknown, questions: MonitorQuestion[]): boolean {
  const { queries } = (body ?? {}) as { queries?: unknown }
  return Array.isArray(queries) && queries.length > 0 && queries.every((query: { datasource?: { uid?: unknown }; expr?: unknown; rawSql?: unknown } | null) => {
    const texts = [query?.expr, query?.rawSql].filter((text) => text !== undefined)
    return texts.length === 1 && questions.some(({ sourceId, text }) => sourceId === query?.datasource?.uid && text === texts[0])
  })
}
