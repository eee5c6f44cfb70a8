-- A table in a catalogue of Iceberg's REST API: a checkpoint is a version of it, and names every file with the bounds of its columns.
CREATE CATALOG lake WITH (
  'type' = 'iceberg',
  'catalog-type' = 'rest',
  'uri' = '{catalogUrl}',
  'warehouse' = '{warehouse}',
  'credential' = '{keyId}:{secret}',
  'oauth2-server-uri' = '{catalogUrl}/v1/oauth/tokens',
  'io-impl' = 'org.apache.iceberg.aws.s3.S3FileIO',
  's3.endpoint' = '{s3Url}',
  's3.path-style-access' = 'true',
  's3.access-key-id' = '{keyId}',
  's3.secret-access-key' = '{secret}',
  'client.region' = '{region}'
);

CREATE DATABASE IF NOT EXISTS lake.`{name}`;

-- The first column has the number 0, which SeaweedFS' catalogue refuses in a partition: hence the signal stands first.
CREATE TABLE IF NOT EXISTS {table} (
  signalId STRING, tenantId STRING, receivedAt TIMESTAMP_LTZ(6), `time` TIMESTAMP_LTZ(6), `value` DOUBLE, `day` STRING
) PARTITIONED BY (tenantId, `day`) WITH (
  'format-version' = '2',
  'write.parquet.compression-codec' = 'zstd',
  -- Every checkpoint writes the table's description anew; the newest of them are enough.
  'write.metadata.delete-after-commit.enabled' = 'true',
  'write.metadata.previous-versions-max' = '20'
);
