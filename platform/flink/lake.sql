-- Readings to the lake, a row each: into Parquet files or an Iceberg table, whichever lake-parquet.sql or lake-iceberg.sql made.
-- A job of its own: what it does at a checkpoint would hold up alarms. Submitted by `npm run streams -- deploy --lake FORM`, which fills in what stands in braces.
SET 'pipeline.name' = '{job}';
SET 'parallelism.default' = '{parallelism}';
SET 'execution.checkpointing.interval' = '{checkpointSeconds} s';
SET 'execution.checkpointing.mode' = 'EXACTLY_ONCE';
SET 'execution.checkpointing.externalized-checkpoint-retention' = 'RETAIN_ON_CANCELLATION';
-- Beside the lake, not among those of the rules.
SET 'execution.checkpointing.dir' = 's3://{bucket}/{name}/checkpoints';
SET 'pipeline.object-reuse' = 'true';
SET 'table.local-time-zone' = 'UTC';

CREATE TEMPORARY FUNCTION telemetry AS 'millrace.DecodeTelemetry' USING JAR '{jar}';

-- Without a state it goes on where the group stood at its last checkpoint, and the first time with all that the broker holds.
CREATE TEMPORARY TABLE readings (
  record BYTES
) WITH (
  'connector' = 'kafka',
  'topic' = '{prefix}readings',
  'properties.bootstrap.servers' = '{brokers}',
  {client}
  'properties.group.id' = '{prefix}lake-{form}',
  'properties.auto.offset.reset' = 'earliest',
  'scan.startup.mode' = 'group-offsets',
  'value.format' = 'raw'
);

-- The day is the sensor's, in UTC, as in the lake that is sealed.
INSERT INTO {table}
SELECT r.signalId, r.tenantId, TO_TIMESTAMP_LTZ(r.receivedAt, 3), TO_TIMESTAMP_LTZ(e.t, 3), r.v[CAST(e.place AS INT)], DATE_FORMAT(TO_TIMESTAMP_LTZ(e.t, 3), 'yyyy-MM-dd')
FROM readings CROSS JOIN LATERAL TABLE(telemetry(record)) AS r CROSS JOIN UNNEST(r.t) WITH ORDINALITY AS e (t, place);
