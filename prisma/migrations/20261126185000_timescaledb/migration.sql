-- TimescaleDB, where an administrator has created the extension in this database. Nothing of it is made here: the
-- historian calls these functions when it finds the extension. A hypertable cannot be compressed nor have continuous
-- aggregates while it has row-level security, so nobody but the operator reaches it; a tenant sees it through views that
-- compare with the transaction's tenant. Readings that the embedded tables hold already stay there and are read as before.

-- Makes what is missing; repeatable. Roll-ups are refreshed every minute as far back as readings may come late.
CREATE FUNCTION ensure_timescale(readings_days integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE level integer; finer text := NULL;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('timescale'));
  IF to_regclass('public.timescale_reading') IS NOT NULL THEN RETURN; END IF;
  CREATE TABLE timescale_reading (
    tenant_id text NOT NULL, signal_id text NOT NULL, t timestamptz(3) NOT NULL, v double precision NOT NULL,
    PRIMARY KEY (tenant_id, signal_id, t));
  PERFORM create_hypertable('timescale_reading', by_range('t', interval '1 day'), create_default_indexes => false);
  GRANT SELECT, INSERT, DELETE ON timescale_reading TO millrace_operator;

  FOREACH level IN ARRAY ARRAY[60, 900, 3600, 86400] LOOP
    EXECUTE format('CREATE MATERIALIZED VIEW %I WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
      SELECT tenant_id, signal_id, time_bucket(make_interval(secs => %s), %s) AS bucket_at, %s FROM %I GROUP BY 1, 2, 3 WITH NO DATA',
      'timescale_rollup_' || level, level, CASE WHEN finer IS NULL THEN 't' ELSE 'bucket_at' END,
      CASE WHEN finer IS NULL
        THEN 'count(*) AS count, sum(v) AS sum, sum(v * v) AS sum_squares, min(v) AS min, max(v) AS max, first(v, t) AS first, last(v, t) AS last, min(t) AS first_at, max(t) AS last_at'
        ELSE 'sum(count) AS count, sum(sum) AS sum, sum(sum_squares) AS sum_squares, min(min) AS min, max(max) AS max, first(first, first_at) AS first, last(last, last_at) AS last, min(first_at) AS first_at, max(last_at) AS last_at'
      END, coalesce(finer, 'timescale_reading'));
    finer := 'timescale_rollup_' || level;
    -- A day more than readings are kept: a bucket is refreshed when it lies in the window as a whole. What was dropped lies before it.
    PERFORM add_continuous_aggregate_policy(finer::regclass, start_offset => make_interval(days => readings_days + 1), end_offset => make_interval(secs => level), schedule_interval => interval '1 minute');
  END LOOP;

  CREATE VIEW timescale_reading_of_tenant WITH (security_barrier = true) AS
    SELECT tenant_id, signal_id, t, v FROM timescale_reading WHERE tenant_id = current_setting('millrace.tenant', true);
  CREATE VIEW timescale_rollup_of_tenant WITH (security_barrier = true) AS
    SELECT * FROM (
      SELECT 60 AS level_seconds, * FROM timescale_rollup_60 UNION ALL SELECT 900, * FROM timescale_rollup_900
      UNION ALL SELECT 3600, * FROM timescale_rollup_3600 UNION ALL SELECT 86400, * FROM timescale_rollup_86400) tiers
    WHERE tenant_id = current_setting('millrace.tenant', true);
  GRANT SELECT ON timescale_reading_of_tenant, timescale_rollup_of_tenant TO millrace_app, millrace_operator;
  CREATE OR REPLACE VIEW telemetry_chunk WITH (security_invoker = true) AS
    SELECT tenant_id, signal_id, starts_at, ends_at, offsets_ms, vals FROM reading_chunk
    UNION ALL SELECT tenant_id, signal_id, t, t, ARRAY[0], ARRAY[v] FROM timescale_reading_of_tenant;
  CREATE OR REPLACE VIEW telemetry_rollup WITH (security_invoker = true) AS
    SELECT tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last, first_at, last_at FROM signal_rollup
    UNION ALL SELECT tenant_id, signal_id, level_seconds, bucket_at::timestamptz(3), count::integer, sum, sum_squares, min, max, first, last, first_at::timestamptz(3), last_at::timestamptz(3) FROM timescale_rollup_of_tenant;

  CREATE TRIGGER forget_timescale_tenant AFTER DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION forget_timescale_tenant();
END $$;

-- Readings go with the other tables of the tenant; what was made of them goes here.
CREATE FUNCTION forget_timescale_tenant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE made record;
BEGIN
  FOR made IN SELECT materialization_hypertable_schema AS schema, materialization_hypertable_name AS name
    FROM timescaledb_information.continuous_aggregates WHERE hypertable_schema = 'public' OR view_name LIKE 'timescale_rollup_%'
  LOOP
    EXECUTE format('DELETE FROM %I.%I WHERE tenant_id = $1', made.schema, made.name) USING OLD.id;
  END LOOP;
  RETURN NULL;
END $$;

-- Drops the days that each tier keeps no longer; returns how many of readings.
CREATE FUNCTION forget_timescale(today date, readings_days integer, minutes_days integer, quarters_days integer, hours_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE dropped integer;
BEGIN
  SELECT count(*) INTO dropped FROM drop_chunks('timescale_reading', older_than => (today - readings_days)::timestamptz);
  PERFORM drop_chunks('timescale_rollup_60', older_than => (today - minutes_days)::timestamptz);
  PERFORM drop_chunks('timescale_rollup_900', older_than => (today - quarters_days)::timestamptz);
  PERFORM drop_chunks('timescale_rollup_3600', older_than => (today - hours_days)::timestamptz);
  RETURN dropped;
END $$;

REVOKE ALL ON FUNCTION ensure_timescale(integer), forget_timescale_tenant(), forget_timescale(date, integer, integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_timescale(integer), forget_timescale(date, integer, integer, integer, integer) TO millrace_operator;
