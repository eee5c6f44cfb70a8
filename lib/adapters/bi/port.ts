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
