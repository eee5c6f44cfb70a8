import { refreshDays } from '@/lib/plant/gold/refresh-days'
import type { System } from '@/lib/system'

/** Figures of the last days change while a plant lives; older ones when somebody codes a stop anew. */
const everyDays = 30

/**
 * Makes the tool's dashboards for every plant that has the product's own and not yet the tool's, one after the other, and
 * keeps the figures that it reads. What the tool refuses or cannot now is tried again at the next run.
 */
export async function keepToolDashboards(system: System): Promise<void> {
  const { biTool: tool } = system
  if (!tool) return
  const held = await tool.listWhole()
  if (!held.ok) return void system.log.warn({ failure: held.failure }, 'the BI tool does not say what it holds')
  for (const { id, storyId } of await plants(system)) {
    await refreshDays(system, id, everyDays)
    if (held.value.includes(id)) continue
    const made = await tool.ensureDashboards(id, storyId)
    if (!made.ok) system.log.warn({ tenant: id, failure: made.failure }, 'dashboards not made in the BI tool; tried again in a minute')
  }
}

/** Plants that people look at or soon will: not stories, nothing that is being removed. */
const plants = (system: System) =>
  system.db.asOperator(
    (tx) => tx.$queryRaw<{ id: string; storyId: string }[]>`
      SELECT t.id, coalesce(t.story_tenant_id, t.id) AS "storyId" FROM tenant t LEFT JOIN lease l ON l.name = t.id
      WHERE t.kind::text IN ('demo', 'customer') AND t.deletes_at IS NULL AND (t.kind = 'customer' OR EXISTS (SELECT FROM dashboard d WHERE d.tenant_id = t.id))
        AND (l.name IS NULL OR l.state::text IN ('provisioning', 'warm', 'ready', 'reminded', 'claimed'))
      ORDER BY l.email IS NULL, t.created_at, t.id`,
  )
