-- What is read of the telemetry, whoever keeps it: the tables here, and TimescaleDB beside them where it is used. Who
-- asks is judged by the tables' own policies.
CREATE VIEW telemetry_chunk WITH (security_invoker = true) AS
  SELECT tenant_id, signal_id, starts_at, ends_at, offsets_ms, vals FROM reading_chunk;
CREATE VIEW telemetry_rollup WITH (security_invoker = true) AS
  SELECT tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last, first_at, last_at FROM signal_rollup;
GRANT SELECT ON telemetry_chunk, telemetry_rollup TO millrace_app, millrace_operator;
