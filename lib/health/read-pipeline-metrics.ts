import { loadStreams } from '@/lib/admin/load-streams'
import type { Tx } from '@/lib/db'
import type { Reading } from '@/lib/observe/metrics'
import type { System } from '@/lib/system'

/** How far the ways of the data are: stream, lake, database, mail. What nobody measured has no value. */
export async function readPipelineMetrics(system: System): Promise<Reading[]> {
  const [streams, stored] = await Promise.all([loadStreams(system), system.db.asOperator((tx) => readStored(tx, system.clock.now()))])
  const { topics, lags } = streams.kind === 'on' ? streams : { topics: [], lags: [] }
  return [
    { name: 'millrace_stream_lag_records', help: 'Records that a reader has not read', labels: ['reader', 'topic'], values: lags.flatMap(({ reader, topic, behind }) => (behind === null ? [] : [[{ reader, topic }, behind] as Reading['values'][number]])) },
    { name: 'millrace_stream_minute_records', help: 'Records that came in the last minute', labels: ['topic'], values: topics.map(({ kind, lastMinute }) => [{ topic: kind }, lastMinute]) },
    ...stored,
  ]
}

interface Stored {
  behind: number | null
  files: number
  lakeBytes: number
  p95: number | null
  deadLetters: number
  mails: number
  databaseBytes: number
}

async function readStored(tx: Tx, now: Date): Promise<Reading[]> {
  const hourAgo = new Date(now.getTime() - 3_600_000)
  const [stored] = await tx.$queryRaw<[Stored]>`
    SELECT (SELECT extract(epoch FROM ${now}::timestamptz - min(sealed_until))::float8 FROM lake_progress) AS behind,
      live.files, live."lakeBytes",
      (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY took_ms) / 1000 FROM lake_query WHERE asked_at > ${hourAgo} AND state = 'answered') AS p95,
      (SELECT count(*)::float8 FROM dead_letter WHERE replayed_at IS NULL) AS "deadLetters",
      (SELECT count(*)::float8 FROM outbox_mail WHERE sent_at IS NULL AND given_up_at IS NULL) AS mails,
      pg_database_size(current_database())::float8 AS "databaseBytes"
    FROM (SELECT count(*)::float8 AS files, coalesce(sum(bytes), 0)::float8 AS "lakeBytes" FROM lake_file WHERE state = 'live') live`
  const asked = await tx.lakeQuery.groupBy({ by: ['state'], where: { askedAt: { gt: hourAgo } }, _count: { _all: true } })
  const one = (name: string, help: string, value: number | null): Reading => ({ name, help, labels: [], values: value === null ? [] : [[{}, value]] })
  return [
    one('millrace_lake_behind_seconds', 'How long ago the plant that is furthest behind was sealed up to', stored.behind),
    one('millrace_lake_files', 'Live files of the lake', stored.files),
    one('millrace_lake_bytes', 'Bytes of the live files of the lake', stored.lakeBytes),
    one('millrace_lake_query_p95_seconds', 'Answered queries of the lake, last hour', stored.p95),
    { name: 'millrace_lake_queries', help: 'Queries of the lake in the last hour, by outcome', labels: ['state'], values: asked.map(({ state, _count }) => [{ state }, _count._all]) },
    one('millrace_dead_letters', 'Refused and neither replayed nor dismissed', stored.deadLetters),
    one('millrace_mail_waiting', 'Mails written and not handed over', stored.mails),
    one('millrace_database_bytes', 'Size of the product’s database', stored.databaseBytes),
  ]
}
