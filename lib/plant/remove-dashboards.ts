import { done, type Outcome } from '@/lib/adapters/outcome'
import type { System } from '@/lib/system'

/** The product's own and a tool's: gone when both say so. The tool first, whose login opens the figures. */
export async function removeDashboards({ bi, biTool }: Pick<System, 'bi' | 'biTool'>, tenantId: string): Promise<Outcome> {
  const removed = biTool ? await biTool.removeDashboards(tenantId) : done()
  return removed.ok ? bi.removeDashboards(tenantId) : removed
}

/** Whoever holds a dashboard here or there, once each. */
export async function listDashboardHolders({ bi, biTool }: Pick<System, 'bi' | 'biTool'>, prefix: string): Promise<Outcome<string[]>> {
  const [own, tool] = await Promise.all([bi.listHolders(prefix), biTool ? biTool.listHolders(prefix) : done<string[]>([])])
  if (!own.ok || !tool.ok) return own.ok ? tool : own
  return done([...new Set([...own.value, ...tool.value])].sort())
}
