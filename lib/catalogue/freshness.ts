import { tellLate } from '@/lib/catalogue/tell-broken'
import type { Tx } from '@/lib/db'
import type { System } from '@/lib/system'

export type PromiseName = 'history' | 'gold' | 'marts'

/** How old data may be at most, and what is looked at. Share of looks that must find it so: `freshnessTarget`. */
export const freshnessPromises: Record<PromiseName, { title: string; words: string; withinSeconds: number }> = {
  history: { title: 'History', words: 'Every reading stands in a sealed file within 5 minutes', withinSeconds: 300 },
  gold: { title: 'Gold', words: 'Figures of the days are written anew within 5 minutes', withinSeconds: 300 },
  marts: { title: 'Marts', words: 'Built every night: not older than 26 hours', withinSeconds: 26 * 3600 },
}

export const freshnessTarget = 0.99
const keptDays = 400
/** Looks that may be missed on a day of one a minute; with one more the day does not keep its promise. */
const mayMiss = Math.floor((1 - freshnessTarget) * 1440 + 1e-9)

/**
 * Looks at every plant that lives and counts the look to its day. History is as old as the first reading that is in no
 * file that counts; a plant in which nothing was ever sealed, written or built has nothing to judge. Repeatable within a minute.
 */
export async function checkFreshness({ db, clock }: System): Promise<void> {
  const now = clock.now()
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
  await db.asOperator(async (tx) => {
    await tx.$executeRaw`
      WITH found (tenant_id, promise, age, within) AS (
        SELECT p.tenant_id, 'history', CASE WHEN l.t >= least(p.sealed_until, w.starts_at) THEN extract(epoch FROM ${now}::timestamptz - least(p.sealed_until, w.starts_at)) ELSE 0 END, ${freshnessPromises.history.withinSeconds}::float8
          FROM lake_progress p JOIN (SELECT tenant_id, max(t) AS t FROM signal_latest GROUP BY 1) l USING (tenant_id)
          LEFT JOIN (SELECT tenant_id, min(starts_at) AS starts_at FROM lake_file WHERE state = 'writing' AND kind = 'sealed' AND replaces = '{}' GROUP BY 1) w USING (tenant_id)
        UNION ALL SELECT tenant_id, 'gold', extract(epoch FROM ${now}::timestamptz - read_at), ${freshnessPromises.gold.withinSeconds} FROM gold_refresh
        UNION ALL SELECT tenant_id, 'marts', extract(epoch FROM ${now}::timestamptz - max(ended_at)), ${freshnessPromises.marts.withinSeconds} FROM mart_run WHERE state = 'done' AND tenant_id IN (SELECT id FROM tenant WHERE kind = 'customer') GROUP BY 1
      )
      INSERT INTO freshness_day AS d (tenant_id, promise, day, checks, held, worst_seconds, last_seconds, checked_at)
      SELECT f.tenant_id, f.promise, (${minute}::timestamptz AT TIME ZONE 'UTC')::date, 1, (f.age <= f.within)::int, greatest(f.age, 0), greatest(f.age, 0), ${minute}
        FROM found f JOIN tenant t ON t.id = f.tenant_id WHERE t.kind::text IN ('demo', 'customer') AND t.deletes_at IS NULL
      ON CONFLICT (tenant_id, promise, day) DO UPDATE SET checks = d.checks + 1, held = d.held + excluded.held, worst_seconds = greatest(d.worst_seconds, excluded.worst_seconds),
        last_seconds = excluded.last_seconds, checked_at = excluded.checked_at WHERE d.checked_at < excluded.checked_at`
    await tellMissed(tx, now, minute)
    await tx.freshnessDay.deleteMany({ where: { day: { lt: new Date(now.getTime() - keptDays * 86_400_000) } } })
    await tx.tableQuality.deleteMany({ where: { day: { lt: new Date(now.getTime() - keptDays * 86_400_000) } } })
  })
}

/** At the look with which a day cannot keep its promise any more. */
async function tellMissed(tx: Tx, now: Date, minute: Date): Promise<void> {
  const today = await tx.freshnessDay.findMany({ where: { checkedAt: minute, day: new Date(`${minute.toISOString().slice(0, 10)}T00:00:00Z`) } })
  for (const { tenantId, promise, checks, held, lastSeconds } of today) {
    if (checks - held !== mayMiss + 1) continue
    const name = promise as PromiseName
    const { title, words } = freshnessPromises[name]
    await tellLate(tx, now, tenantId, { name, title, words, checks, missed: checks - held, ageSeconds: lastSeconds })
  }
}

/** As of `readAt` the days of gold stand. */
export const markGoldFresh = ({ db }: System, tenantId: string, readAt: Date): Promise<unknown> =>
  db.inTenant(tenantId, (tx) => tx.goldRefresh.upsert({ where: { tenantId }, create: { tenantId, readAt }, update: { readAt } }))
