import type { DashboardEntry } from '@/lib/adapters/bi/port'
import type { Outcome } from '@/lib/adapters/outcome'

/** What a panel asks: in the language of its source. */
export interface MonitorQuestion {
  sourceId: string
  text: string
}

/** A dashboard of the installation itself, as the product brings it along. */
export interface MonitorDashboard extends DashboardEntry {
  questions: MonitorQuestion[]
}

/** A tool that draws how the installation runs, for administrators of the platform; reached by browsers through the portal only. */
export interface Monitoring {
  /** For people. */
  title: string
  /** Those that the product brings along, whether or not the tool has them. */
  dashboards: MonitorDashboard[]
  health(): Promise<Outcome>
  /** Hands on a request as this person, who may look and change nothing. `path` is as the portal was asked, with its query. */
  forward(request: { method: string; path: string; headers: Headers; body?: string; user: string }, signal: AbortSignal): Promise<Response>
}
