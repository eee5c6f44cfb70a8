import { type Deploy, deployJob, jobStatements, type StreamJob } from '@/lib/adapters/detector/flink-deploy'

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

/** Where it writes, as its SQL names it. */
const tables: Record<LakeForm, (name: string) => string> = { iceberg: (name) => `lake.\`${name}\`.readings`, parquet: () => 'lake' }

/** The statements of platform/flink/lake-<form>.sql and lake.sql with what this installation fills in. */
export function lakeStatements(job: LakeJob): string[] {
  const { form, lake: { bucket, s3Url, region, keyId, secret, catalogUrl, warehouse } } = job
  const name = lakeName(job.prefix)
  const values = { job: lakeJobName(job.prefix, form), form, name, table: tables[form](name), checkpointSeconds: String(job.checkpointSeconds), bucket, s3Url, region, keyId, secret, catalogUrl, warehouse }
  return [`lake-${form}.sql`, 'lake.sql'].flatMap((file) => jobStatements(file, job, values))
}

/** Brings the lake's job up in Flink, apart from the rules. One that runs is upgraded from its savepoint: no reading is written twice, none is left out. @returns the job. */
export const deployLake = (job: LakeJob, deploy: Deploy = {}): Promise<{ id: string; state?: string }> =>
  deployJob(job, lakeJobName(job.prefix, job.form), lakeStatements(job), deploy)
