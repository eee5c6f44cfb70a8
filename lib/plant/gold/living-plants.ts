import type { System } from '@/lib/system'

/** Plants that people look at or soon will: not stories, nothing that is being removed or whose first days are still missing. */
export const livingPlants = (system: System) =>
  system.db.asOperator(
    (tx) => tx.$queryRaw<{ id: string; storyId: string }[]>`
      SELECT t.id, coalesce(t.story_tenant_id, t.id) AS "storyId" FROM tenant t LEFT JOIN lease l ON l.name = t.id
      WHERE t.kind::text IN ('demo', 'customer') AND t.deletes_at IS NULL AND (t.kind = 'customer' OR (t.lived_until IS NOT NULL AND EXISTS (SELECT FROM dashboard d WHERE d.tenant_id = t.id)))
        AND (l.name IS NULL OR l.state::text IN ('provisioning', 'warm', 'ready', 'reminded', 'claimed'))
      ORDER BY l.email IS NULL, t.created_at, t.id`,
  )
