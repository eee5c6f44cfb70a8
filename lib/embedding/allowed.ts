import type { ToolDashboard } from '@/lib/adapters/bi/port'
import { isOwnQuestion } from '@/lib/embedding/own-question'

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
 * Whether a guest may ask this: the path is one of few, what it names belongs to this tenant, and a question is
 * one that a chart of `dashboard` asks. Null: no.
 */
export function allowed({ method, path, question }: Asked, dashboards: ToolDashboard[], dashboard: ToolDashboard | null): Allowed | null {
  if (path.includes('..') || path.includes('//')) return null
  for (const rule of rules) {
    const found = rule.method === method ? rule.path.exec(path) : null
    if (!found) continue
    if (rule.as === 'asset' || rule.as === 'hushed') return rule.as
    const id = found[1]
    if (rule.as === 'page') return dashboards.some(({ embeddedId }) => embeddedId === id) ? 'page' : null
    if (!dashboard || (id !== undefined && !dashboard.toolIds.includes(id))) return null
    return method === 'POST' && !isOwnQuestion(question, dashboard.charts, dashboard.toolIds) ? null : 'guest'
  }
  return null
}

/** The path as the tool knows it. */
export const pathAtTool = ({ method, path }: Asked): string =>
  rules.some((rule) => rule.endsInSlash && rule.method === method && rule.path.test(path)) ? path.replace(/\/?$/, '/') : path
