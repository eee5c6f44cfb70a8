import type { Outcome } from '@/lib/adapters/outcome'

export interface DashboardEntry {
  id: string
  name: string
  summary: string
}

/** Dashboards of a tenant, whoever draws them. */
export interface Bi {
  /** Gives the tenant its dashboards, made from the story's. Existing ones stay as they are. */
  ensureDashboards(tenantId: string, storyTenantId: string): Promise<Outcome<number>>
  listDashboards(tenantId: string): Promise<Outcome<DashboardEntry[]>>
  removeDashboards(tenantId: string): Promise<Outcome>
  /** Tenants that hold any dashboard. */
  listHolders(prefix: string): Promise<Outcome<string[]>>
}

/** With what a tool reads the rows of one tenant, and of no other, in PostgreSQL. */
export interface BiLogin {
  user: string
  password: string
}

/** Logins of tenants, made before the tool is told of them and removed after it has forgotten them. */
export interface BiLogins {
  ensure(tenantId: string): Promise<Outcome<BiLogin>>
  remove(tenantId: string): Promise<Outcome>
  list(prefix: string): Promise<Outcome<string[]>>
}

/** A dashboard that a tool draws, with the names under which the tool's own pages ask for it. */
export interface ToolDashboard extends DashboardEntry {
  /** In addresses of pages that are framed. */
  embeddedId: string
  /** In addresses of its API; the first is its own, there is always one. */
  toolIds: [string, ...string[]]
  charts: ToolChart[]
}

/** What a chart asks, as it was made: a guest may narrow it and ask nothing else. */
export interface ToolChart {
  id: number
  /** Of its figures. */
  sourceId: number
  columns: string[]
  metrics: string[]
  /** The column along which it is drawn; null without one. */
  axis: string | null
  /** In SQL. */
  conditions: string[]
}

/** What a chart says now, as rows: what each is of, then its figures. */
export interface ChartFigures {
  name: string
  columns: FigureColumn[]
  /** Cells by column; a figure that there is none of is null. By day: oldest first, else as the chart stands. */
  rows: (string | number | null)[][]
  /** There may be more than these. */
  isCut: boolean
  /** Why there are no rows of this chart, in words; null: there are all that it shows. */
  refused: string | null
}

export type FigureColumn =
  /** Of a day the cells are dates of the plant's own clock, `2026-03-12`. */
  | { name: string; kind: 'label' | 'day' }
  /** Of a ratio 1 is said as 100 %. */
  | { name: string; kind: 'figure'; isRatio: boolean; digits: number }

/** A BI tool beside the product, which holds dashboards of tenants and draws them; reached by browsers through the portal only. */
export interface BiTool extends Bi {
  /** For people. */
  title: string
  /** What the tool calls the connections through which it reads this tenant, whether they are made or not: an analyst of the tenant is given these. */
  connectionsOf(tenantId: string): string[]
  /** Tenants that have every dashboard that a tenant is given. */
  listWhole(): Promise<Outcome<string[]>>
  /** What it draws for a tenant: what a request may name. */
  holding(tenantId: string): Promise<Outcome<ToolDashboard[]>>
  /** What the tool asks to be shown for one dashboard; good for `seconds`. Never given to a browser. */
  guestToken(tenantId: string, embeddedId: string): Promise<Outcome<{ token: string; seconds: number }>>
  /** What the charts of a dashboard of `holding` say, in its order, asked as a guest who was shown it. */
  figures(tenantId: string, dashboard: ToolDashboard): Promise<Outcome<ChartFigures[]>>
  /** Hands on a request, with the token of a guest or without. `path` is as the portal was asked, with its query. Body and headers are what the tool is to see. */
  forward(request: { method: string; path: string; headers: Headers; body?: string; guestToken?: string }, signal: AbortSignal): Promise<Response>
}
