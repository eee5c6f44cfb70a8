-- Files below a folder for each plant and day. They are whole when they are seen: S3 shows what was uploaded when the checkpoint is complete.
CREATE TEMPORARY TABLE lake (
  signalId STRING, tenantId STRING, receivedAt TIMESTAMP_LTZ(3), `time` TIMESTAMP_LTZ(3), `value` DOUBLE, `day` STRING
) PARTITIONED BY (tenantId, `day`) WITH (
  'connector' = 'filesystem',
  'path' = 's3://{bucket}/{name}/readings',
  'format' = 'parquet',
  'parquet.compression' = 'ZSTD',
  'parquet.write.int64.timestamp' = 'true',
  'parquet.utc-timezone' = 'true'
);
