import type { System } from '@/lib/system'

export interface DeadLetterRow {
  tenantId: string
  id: string
  plant: string
  source: string
  /** False once the source was removed: nobody could sign for it. */
  hasSource: boolean
  receivedAt: string
  what: 'readings' | 'events'
  count: number
  reasons: { code: string; count: number }[]
  /** What the first refusal said, and what was sent. */
  message: string
  sample: string
  /** A body that was no JSON: nothing in it can be sent again. */
  isReadable: boolean
  replayedAt: string | null
  outcome: string | null
}

export interface DeadLettersView {
  rows: DeadLetterRow[]
  waiting: number
  matching: number
}

const rowLimit = 100
const sampleLength = 2000

interface Row extends Omit<DeadLetterRow, 'receivedAt' | 'replayedAt'> {
  receivedAt: Date
  replayedAt: Date | null
  matching: number
}

/** Readings and events that were refused, of all plants, the newest first; without `isAll` those that wait for somebody. */
export function loadDeadLetters(system: System, { search, isAll }: { search: string; isAll: boolean }): Promise<DeadLettersView> {
  return system.db.asOperator(async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT d.tenant_id AS "tenantId", d.id, t.name AS plant, coalesce(s.name, d.source_id) AS source, coalesce(s.disabled_at IS NULL AND s.id IS NOT NULL, false) AS "hasSource",
        d.received_at AS "receivedAt", d.what, d.count, r.reasons, coalesce(d.items->0->>'message', '') AS message, coalesce(left(d.items->0->>'raw', ${sampleLength}), '') AS sample,
        NOT (d.count = 1 AND d.items->0->>'code' = 'bad_shape' AND jsonb_typeof(d.items->0->'raw') = 'string') AS "isReadable",
        d.replayed_at AS "replayedAt", d.outcome, count(*) OVER ()::int AS matching
      FROM dead_letter d
      JOIN tenant t ON t.id = d.tenant_id
      LEFT JOIN ingest_source s ON s.tenant_id = d.tenant_id AND s.id = d.source_id
      CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('code', code, 'count', n) ORDER BY n DESC, code) AS reasons
        FROM (SELECT i->>'code' AS code, count(*) AS n FROM jsonb_array_elements(d.items) i GROUP BY 1) codes) r
      WHERE (${isAll} OR d.replayed_at IS NULL)
        AND (${search} = '' OR position(lower(${search}) IN lower(concat_ws(' ', t.name, t.id, s.name, d.source_id, d.items->0->>'message'))) > 0)
      ORDER BY d.received_at DESC, d.tenant_id, d.id LIMIT ${rowLimit}`
    return {
      rows: rows.map(({ matching: _, ...row }) => ({ ...row, receivedAt: row.receivedAt.toISOString(), replayedAt: row.replayedAt?.toISOString() ?? null })),
      waiting: await tx.deadLetter.count({ where: { replayedAt: null } }),
      matching: rows[0]?.matching ?? 0,
    }
  })
}
