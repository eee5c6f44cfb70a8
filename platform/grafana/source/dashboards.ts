import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { dashboard, figure, lines, logCounts, logLines, table } from './panels'

const p95 = (histogram: string, by = '') => `histogram_quantile(0.95, sum by (le${by && `, ${by}`}) (rate(${histogram}_bucket[5m])))`

const pipeline = dashboard('millrace-pipeline', 'Pipeline', 'From a reading at the gateway to rows in the lake: how much, how late, what was refused.', [
  figure({ title: 'Readings taken', about: 'Per second, all gateways.', unit: 'reqps' }, ['sum(rate(millrace_gateway_readings_total[5m]))', 'readings/s']),
  figure({ title: 'Durable within, p95', about: 'From received to on disk; the promise is 500 ms.', unit: 's' }, [p95('millrace_gateway_durable_seconds'), 'p95']),
  figure({ title: 'Lake behind', about: 'The plant that is sealed last; act from 300 s on.', unit: 's' }, ['max(millrace_lake_behind_seconds)', 'behind']),
  figure({ title: 'Dead letters', about: 'Refused and neither replayed nor dismissed.' }, ['sum(millrace_dead_letters)', 'waiting']),
  lines({ title: 'Taken and refused', about: 'Refusals that rise tell of a sensor or a rule that changed.', unit: 'reqps' }, ['sum(rate(millrace_gateway_readings_total[5m]))', 'readings'], ['sum(rate(millrace_gateway_events_total[5m]))', 'events'], ['sum(rate(millrace_gateway_refused_total[5m]))', 'refused']),
  lines({ title: 'Alarms raised', about: 'A flood here is one in the control room.', unit: 'reqps' }, ['sum(rate(millrace_gateway_alarms_total[5m]))', 'alarms']),
  lines({ title: 'Alarms to open screens', about: 'From a change heard of until its frame is written; the promise is 500 ms.', unit: 's' }, [p95('millrace_live_told_seconds', 'event'), '{{event}}, p95']),
  lines({ title: 'Open screens', about: 'And the frames that they are sent each second.' }, ['sum(millrace_live_screens)', 'screens'], ['sum by (event) (rate(millrace_live_frames_total[5m]))', '{{event}} frames/s']),
  lines({ title: 'Connectors: backlog', about: 'What waits for the gateway, on the connector’s disk.', unit: 'bytes' }, ['sum by (what) (millrace_connectors_backlog_bytes)', '{{what}}']),
  lines({ title: 'Connectors: connected', about: '1 while the connection to the plant’s system stands.' }, ['min by (connection) (millrace_connectors_connected)', '{{connection}}']),
])

const queries = dashboard('millrace-queries', 'Query performance', 'How long people and programs wait for an answer.', [
  figure({ title: 'API, p95', about: 'All operations of the portal.', unit: 's' }, [p95('millrace_request_seconds'), 'p95']),
  figure({ title: 'Lake queries, p95', about: 'Of the last hour, answered ones.', unit: 's' }, ['max(millrace_lake_query_p95_seconds)', 'p95']),
  lines({ title: 'API by operation, p95', about: 'Which question became slow.', unit: 's' }, [p95('millrace_request_seconds', 'operation'), '{{operation}}']),
  lines({ title: 'Lake queries of the last hour', about: 'By outcome; refused ones are judged before they run.' }, ['sum by (state) (millrace_lake_queries)', '{{state}}']),
  table({ title: 'Busiest tables', about: 'Rows read by scans against those found by an index, since the statistics were reset.' }, 'SELECT relname AS "table", seq_scan AS "scans", seq_tup_read AS "rows by scan", idx_scan AS "index look-ups", n_live_tup AS "rows" FROM pg_stat_user_tables ORDER BY seq_tup_read DESC LIMIT 20'),
  table({ title: 'Buffers and conflicts', about: 'Share of blocks found in memory, and transactions that had to give way.' }, 'SELECT datname AS "database", round(100.0 * blks_hit / nullif(blks_hit + blks_read, 0), 2) AS "found in memory %", xact_commit AS "committed", xact_rollback AS "rolled back", deadlocks, temp_bytes AS "spilled bytes" FROM pg_stat_database WHERE datname = current_database()'),
])

const storage = dashboard('millrace-storage', 'Storage', 'What grows, and how fast.', [
  figure({ title: 'Database', about: 'Everything of the product in PostgreSQL.', unit: 'bytes' }, ['max(millrace_database_bytes)', 'bytes']),
  figure({ title: 'Lake', about: 'Live files of all tenants.', unit: 'bytes' }, ['sum(millrace_lake_bytes)', 'bytes']),
  figure({ title: 'Journal', about: 'Taken and not yet in the history.', unit: 'bytes' }, ['sum(millrace_gateway_journal_bytes)', 'bytes']),
  figure({ title: 'Gateway, in memory', about: 'Bodies that are being made durable.', unit: 'bytes' }, ['sum(millrace_gateway_held_bytes)', 'bytes']),
  lines({ title: 'Growth of the database', about: 'Per day, by the last six hours.', unit: 'bytes' }, ['deriv(millrace_database_bytes[6h]) * 86400', 'a day']),
  lines({ title: 'Files of the lake', about: 'Many small ones: compaction does not keep up.' }, ['sum(millrace_lake_files)', 'files']),
  table({ title: 'Largest tables', about: 'With their indexes.' }, 'SELECT relname AS "table", pg_size_pretty(pg_total_relation_size(relid)) AS "size", pg_size_pretty(pg_indexes_size(relid)) AS "of it indexes", n_live_tup AS "rows", n_dead_tup AS "dead rows", last_autovacuum AS "vacuumed" FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT 25'),
])

const runtimes = dashboard('millrace-runtimes', 'JVM, Kafka and Flink', 'The programs beside the product: memory, pauses, lag, checkpoints.', [
  lines({ title: 'Readers behind', about: 'Records that a reader has not read; it should fall, not rise.' }, ['sum by (reader, topic) (millrace_stream_lag_records)', '{{reader}} of {{topic}}']),
  lines({ title: 'Into the topics', about: 'Records of the last minute, by the broker’s own offsets.' }, ['sum by (topic) (millrace_stream_minute_records)', '{{topic}}']),
  lines({ title: 'Flink: busy', about: 'A task at 1000 ms a second is the bottleneck.', unit: 'ms' }, ['max by (task_name) (flink_taskmanager_job_task_busyTimeMsPerSecond)', '{{task_name}}']),
  lines({ title: 'Flink: checkpoints', about: 'How long the last one took.', unit: 'ms' }, ['max by (job_name) (flink_jobmanager_job_lastCheckpointDuration)', '{{job_name}}']),
  figure({ title: 'Flink: restarts', about: 'Of the job that judges; none is right.' }, ['sum(flink_jobmanager_job_numRestarts)', 'restarts']),
  figure({ title: 'Scrapes that fail', about: 'Targets that do not answer Prometheus.' }, ['count(up == 0) or vector(0)', 'down']),
  lines({ title: 'Java heap in use', about: 'A saw-tooth that climbs is a leak.', unit: 'bytes' }, ['sum by (job) (jvm_memory_used_bytes{area="heap"})', '{{job}}'], ['sum by (job) (flink_taskmanager_Status_JVM_Memory_Heap_Used)', '{{job}} task managers']),
  lines({ title: 'Java: collecting', about: 'Share of the time that collectors hold the program.', unit: 'percentunit' }, ['sum by (job) (rate(jvm_gc_pause_seconds_sum[5m]))', '{{job}}']),
  lines({ title: 'Node: event loop behind, p99', about: 'Portal, worker, gateway, open screens: over 100 ms requests wait for each other.', unit: 's' }, ['max by (job) (millrace_nodejs_eventloop_lag_p99_seconds)', '{{job}}'], ['max by (job) (millrace_gateway_nodejs_eventloop_lag_p99_seconds)', '{{job}}'], ['max by (job) (millrace_live_nodejs_eventloop_lag_p99_seconds)', '{{job}}']),
  lines({ title: 'Node: memory', about: 'Resident, by process.', unit: 'bytes' }, ['sum by (job) (millrace_process_resident_memory_bytes)', '{{job}}'], ['sum by (job) (millrace_gateway_process_resident_memory_bytes)', '{{job}}'], ['sum by (job) (millrace_live_process_resident_memory_bytes)', '{{job}}']),
])

const objectives = dashboard('millrace-objectives', 'Portal objectives', 'Availability, error budget, what waits.', [
  figure({ title: 'Availability', about: 'Good minutes of those that count, thirty days.', unit: 'percentunit' }, ['min(millrace_availability_ratio)', 'availability']),
  figure({ title: 'Error budget left', about: 'Of thirty days; negative when it is spent.', unit: 's' }, ['min(millrace_error_budget_left_seconds)', 'left']),
  figure({ title: 'Open incidents', about: 'See Health in the administration.' }, ['max(millrace_incidents_open)', 'open']),
  figure({ title: 'Mails waiting', about: 'Written and not yet handed over.' }, ['max(millrace_mail_waiting)', 'waiting']),
  lines({ title: 'Budget burn', about: 'Times faster than allowed; 14.4 over an hour spends two percent of a month.' }, ['max by (hours) (millrace_error_budget_burn)', '{{hours}} h']),
  lines({ title: 'Neighbours', about: '1 when it answers.' }, ['min by (neighbour) (millrace_neighbour_up)', '{{neighbour}}']),
  lines({ title: 'Server errors', about: 'Share of requests that ended with 5xx.', unit: 'percentunit' }, ['sum(rate(millrace_request_seconds_count{status=~"5.."}[5m])) / clamp_min(sum(rate(millrace_request_seconds_count[5m])), 1e-9)', 'errors']),
  lines({ title: 'Jobs, p95', about: 'How long the workers take.', unit: 's' }, [p95('millrace_job_seconds', 'job'), '{{job}}']),
  lines({ title: 'Jobs that failed', about: 'Each is tried again; a rate that stays does not mend itself.', unit: 'reqps' }, ['sum by (job) (rate(millrace_job_seconds_count{outcome="failed"}[5m]))', '{{job}}']),
  lines({ title: 'Queue', about: 'Jobs that wait.' }, ['sum by (job) (millrace_jobs_waiting)', '{{job}}']),
  lines({ title: 'Demo plants', about: 'By state.' }, ['sum by (state) (millrace_leases)', '{{state}}']),
])

const logs = dashboard('millrace-logs', 'Logs', 'What the processes wrote, by level and by request. Needs Loki and something that ships standard output to it.', [
  logCounts({ title: 'Lines by level', about: 'pino’s levels: 30 info, 40 warn, 50 error.' }, 'sum by (level) (count_over_time({app="millrace"} | json | __error__="" [5m]))', 'level {{level}}'),
  logLines({ title: 'Warnings and errors', about: 'With request and job ids: search one of them in the audit trail.' }, '{app="millrace"} | json | __error__="" | level >= 40'),
  logLines({ title: 'Jobs that failed', about: 'One line for each try.' }, '{app="millrace"} | json | msg="job failed"'),
])

/** Every dashboard, as its file under platform/grafana/dashboards says it. */
export const dashboards: Dashboard[] = [pipeline, queries, storage, runtimes, objectives, logs].map((made) => {
  const { panels = [], ...rest } = made.build()
  return { ...rest, panels: panels.map((panel, i) => ({ ...panel, id: i + 1 })) }
})
