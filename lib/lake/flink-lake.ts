import { type Deploy, deployJob, jobStatements, type StreamJob } from '@/lib/adapters/detector/flink-deploy'
import { quoted } from '@/lib/lake/lake-sql'

export const lakeForms = ['iceberg', 'parquet'] as const
export type LakeForm = (typeof lakeForms)[number]

/** Where Flink's lake is, as Flink reaches it. */
export interface FlinkLake {
  /** Of files (`parquet`), and of the job's checkpoints in either form. */
  bucket: string
  s3Url: string
  region: string
  /** Of both buckets; that of the file system stands in Flink's own configuration. */
  keyId: string
  secret: string
  /** Iceberg's REST catalogue, and the warehouse in it, e.g. `s3://lake/`. */
  catalogUrl: string
  warehouse: string
}

export interface LakeJob extends StreamJob {
  form: LakeForm
  lake: FlinkLake
  /** Readings are in the lake with the checkpoint that follows them: seldom makes few files, often makes them fresh. */
  checkpointSeconds: number
}

export const lakeJobName = (prefix: string, form: LakeForm): string => `${prefix}lake-${form}`

/** Of an installation, in a bucket and a catalogue that it may share: `millrace.` is `millrace`. */
export const lakeName = (prefix: string): string => prefix.replace(/[^a-z0-9]+$/, '').replace(/[^a-z0-9]/g, '_')

const filesOf = ({ prefix, lake }: LakeJob): Record<string, string> => ({
  connector: 'filesystem',
  path: `s3://${lake.bucket}/${lakeName(prefix)}/readings`,
  format: 'parquet',
  'parquet.compression': 'ZSTD',
  'parquet.write.int64.timestamp': 'true',
  'parquet.utc-timezone': 'true',
})

const tableOf = ({ prefix, lake }: LakeJob): Record<string, string> => ({
  connector: 'iceberg',
  'catalog-name': 'lake',
  'catalog-type': 'rest',
  uri: lake.catalogUrl,
  warehouse: lake.warehouse,
  credential: `${lake.keyId}:${lake.secret}`,
  'oauth2-server-uri': `${lake.catalogUrl}/v1/oauth/tokens`,
  'catalog-database': lakeName(prefix),
  'catalog-table': 'readings',
  'io-impl': 'org.apache.iceberg.aws.s3.S3FileIO',
  's3.endpoint': lake.s3Url,
  's3.path-style-access': 'true',
  's3.access-key-id': lake.keyId,
  's3.secret-access-key': lake.secret,
  'client.region': lake.region,
  'format-version': '2',
})

/** The statements of platform/flink/lake.sql with what this installation fills in. */
export const lakeStatements = (job: LakeJob): string[] =>
  jobStatements('lake.sql', job, {
    job: lakeJobName(job.prefix, job.form),
    form: job.form,
    checkpointSeconds: String(job.checkpointSeconds),
    checkpoints: `s3://${job.lake.bucket}/${lakeName(job.prefix)}/checkpoints`,
    sink: Object.entries(job.form === 'iceberg' ? tableOf(job) : filesOf(job)).map(([name, value]) => `${quoted(name)} = ${quoted(value)}`).join(',\n  '),
  })

/** Brings the lake's job up in Flink, apart from the rules. One that runs is upgraded from its savepoint: no reading is written twice, none is left out. @returns the job. */
export const deployLake = (job: LakeJob, deploy: Deploy = {}): Promise<{ id: string; state?: string }> =>
  deployJob(job, lakeJobName(job.prefix, job.form), lakeStatements(job), deploy)
