import type { ToolDashboard, ToolHolding } from '@/lib/adapters/bi/port'

/** A request below the portal's `/bi/<tool>`. */
export interface Asked {
  method: string
  /** As it stands in the address, undecoded, without the query. */
  path: string
  query: URLSearchParams
  /** Of a POST of figures: the question, parsed. */
  question?: unknown
}

/**
 * - asset: the tool's own scripts, styles and pictures; for whoever is signed in.
 * - page: the page of a dashboard that is framed.
 * - guest: figures and what describes them; with the tool's token for the ticket's dashboard.
 * - hushed: the tool's own bookkeeping of clicks; taken and forgotten.
 */
export type Allowed = 'asset' | 'page' | 'guest' | 'hushed'

interface Rule {
  method: string
  path: RegExp
  as: Allowed
  /** The tool wants a slash at the end, which the portal's own router takes away. */
  endsInSlash?: true
}

/** Everything that a framed dashboard asks for. What is not here is not there: SQL, charts of one's own, other lists, links that outlive the session, and whatever a later version adds. */
const rules: Rule[] = [
  { method: 'GET', path: /^\/static\/(assets|appbuilder)\/[\w.~@/-]+$/, as: 'asset' },
  { method: 'GET', path: /^\/embedded\/([\w-]+)\/?$/, as: 'page' },
  { method: 'GET', path: /^\/api\/v1\/me\/roles\/?$/, as: 'guest', endsInSlash: true },
  { method: 'GET', path: /^\/api\/v1\/(?:dashboard|embedded_dashboard)\/([\w-]+)(?:\/(?:charts|datasets|tabs))?\/?$/, as: 'guest' },
  { method: 'GET', path: /^\/api\/v1\/time_range\/?$/, as: 'guest', endsInSlash: true },
  { method: 'POST', path: /^\/api\/v1\/chart\/data$/, as: 'guest' },
  { method: 'POST', path: /^\/superset\/log\/?$/, as: 'hushed' },
]

/**
 * Whether a guest may ask this: the path is one of few, what it names belongs to this tenant, and a question is about
 * `dashboard`, of figures that it is made of. Null: no.
 */
export function allowed({ method, path, question }: Asked, holding: ToolHolding, dashboard: ToolDashboard | null): Allowed | null {
  if (path.includes('..') || path.includes('//')) return null
  for (const rule of rules) {
    const found = rule.method === method ? rule.path.exec(path) : null
    if (!found) continue
    if (rule.as === 'asset' || rule.as === 'hushed') return rule.as
    const id = found[1]
    if (rule.as === 'page') return holding.dashboards.some(({ embeddedId }) => embeddedId === id) ? 'page' : null
    if (!dashboard || (id !== undefined && !dashboard.toolIds.includes(id))) return null
    return method === 'POST' && !isOwnQuestion(question, holding, dashboard) ? null : 'guest'
  }
  return null
}

/** Figures only: not the SQL behind them, not rows of the source itself. */
const answers = ['full', 'results', 'post_processed', undefined]

interface Question {
  datasource?: { id?: unknown; type?: unknown }
  result_type?: string
  queries?: { result_type?: string }[]
  /** Which chart of which dashboard asks. */
  form_data?: { slice_id?: unknown; dashboardId?: unknown }
}

function isOwnQuestion(question: unknown, { sourceIds }: ToolHolding, { toolIds }: ToolDashboard): boolean {
  if (typeof question !== 'object' || question === null) return false
  const { datasource, result_type: answer, form_data: form, queries = [] } = question as Question
  const isFigures = [answer, ...queries.map((query) => query?.result_type)].every((type) => answers.includes(type))
  // Without its chart the tool cannot tell whether somebody changed the question.
  const isOfChart = typeof form?.slice_id === 'number' && (form.dashboardId === undefined || toolIds.includes(String(form.dashboardId)))
  return datasource?.type === 'table' && sourceIds.includes(Number(datasource.id)) && isFigures && isOfChart
}

/** The path as the tool knows it. */
export const pathAtTool = ({ method, path }: Asked): string =>
  rules.some((rule) => rule.endsInSlash && rule.method === method && rule.path.test(path)) ? path.replace(/\/?$/, '/') : path
