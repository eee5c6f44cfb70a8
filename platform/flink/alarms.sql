-- The rules over the readings: alarms to `alerts`. Submitted by `npm run streams -- deploy`, which fills in what stands in braces.
SET 'pipeline.name' = '{job}';
SET 'parallelism.default' = '{parallelism}';
SET 'execution.checkpointing.interval' = '5 s';
SET 'execution.checkpointing.mode' = 'AT_LEAST_ONCE';
SET 'execution.checkpointing.externalized-checkpoint-retention' = 'RETAIN_ON_CANCELLATION';
SET 'execution.buffer-timeout.interval' = '5 ms';
SET 'pipeline.object-reuse' = 'true';
SET 'table.exec.source.idle-timeout' = '1 s';

CREATE TEMPORARY FUNCTION telemetry AS 'millrace.DecodeTelemetry' USING JAR '{jar}';

CREATE TEMPORARY FUNCTION alarm_rules AS 'millrace.AlarmRules' USING JAR '{jar}';

-- The time of a record is when the gateway received it: the clock of everything that is judged.
CREATE TEMPORARY TABLE readings (
  record BYTES,
  received TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  WATERMARK FOR received AS received - INTERVAL '0.05' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = '{prefix}readings',
  'properties.bootstrap.servers' = '{brokers}',
  {client}
  'properties.group.id' = '{prefix}rules',
  'properties.fetch.max.wait.ms' = '10',
  'properties.fetch.min.bytes' = '1',
  'scan.watermark.emit.strategy' = 'on-event',
  'scan.startup.mode' = '{readingsFrom}',
  'scan.startup.timestamp-millis' = '{readingsFromMs}',
  'value.format' = 'raw'
);

-- A rule holds up nobody's clock, hence a watermark that is ahead of everything.
CREATE TEMPORARY TABLE rules (
  tenantId STRING, signalId STRING, ruleId STRING, version INT, enabled BOOLEAN, changedAt BIGINT, name STRING, priority INT, kind STRING,
  onDelaySeconds DOUBLE, offDelaySeconds DOUBLE,
  settings ROW<direction STRING, `limit` DOUBLE, deadband DOUBLE, perMinute DOUBLE, overSeconds DOUBLE, points DOUBLE, sigmas DOUBLE, leastSigma DOUBLE, afterSeconds DOUBLE, centre DOUBLE, sigma DOUBLE, patterns ARRAY<INT>>,
  received TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  WATERMARK FOR received AS received + INTERVAL '99' DAY
) WITH (
  'connector' = 'kafka',
  'topic' = '{prefix}rules',
  'properties.bootstrap.servers' = '{brokers}',
  {client}
  'properties.group.id' = '{prefix}rules',
  'properties.fetch.max.wait.ms' = '10',
  'properties.fetch.min.bytes' = '1',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'avro-confluent',
  'value.avro-confluent.url' = '{registry}'
);

CREATE TEMPORARY TABLE alerts (
  recordKey STRING NOT NULL,
  tenantId STRING NOT NULL, signalId STRING NOT NULL, ruleId STRING NOT NULL, ruleVersion INT NOT NULL, kind STRING NOT NULL, name STRING NOT NULL, priority INT NOT NULL,
  `value` DOUBLE, `limit` DOUBLE, raisedAt BIGINT NOT NULL, `at` BIGINT NOT NULL, receivedAt BIGINT NOT NULL, decidedAt BIGINT NOT NULL
) WITH (
  'connector' = 'kafka',
  'topic' = '{prefix}alerts',
  'properties.bootstrap.servers' = '{brokers}',
  {client}
  'properties.acks' = 'all',
  'properties.linger.ms' = '0',
  -- A sink that waits for a checkpoint would hold alarms for seconds; their ids make a repeat harmless.
  'sink.delivery-guarantee' = 'at-least-once',
  'key.format' = 'raw',
  'key.fields' = 'recordKey',
  'value.format' = 'avro-confluent',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.avro-confluent.url' = '{registry}',
  'value.avro-confluent.subject' = '{prefix}alerts-alert',
  'value.avro-confluent.schema' = {alertSchema}
);

CREATE TEMPORARY VIEW told AS
SELECT r.tenantId, r.signalId, r.receivedAt, r.t, r.v, CAST(NULL AS {ruleType}) AS rule, received
FROM readings, LATERAL TABLE(telemetry(record)) AS r
UNION ALL
SELECT tenantId, signalId, changedAt, CAST(NULL AS ARRAY<BIGINT>), CAST(NULL AS ARRAY<DOUBLE>),
  CAST(ROW(ruleId, version, enabled, name, priority, kind, onDelaySeconds, offDelaySeconds, settings) AS {ruleType}), received
FROM rules;

INSERT INTO alerts
SELECT tenantId || ' ' || ruleId, tenantId, signalId, ruleId, ruleVersion, kind, name, priority, `value`, `limit`, raisedAt, `at`, receivedAt, decidedAt
FROM alarm_rules(input => TABLE told PARTITION BY (tenantId, signalId), on_time => DESCRIPTOR(received), uid => 'alarm-rules');
