import { type Deploy, deployJob, jobStatements, type StreamJob } from '@/lib/adapters/detector/flink-deploy'
import { schemaText } from '@/lib/adapters/events/schemas'
import { quoted } from '@/lib/lake/lake-sql'

export const jobName = (prefix: string): string => `${prefix}alarm-rules`

const ruleType = `ROW<ruleId STRING, version INT, enabled BOOLEAN, name STRING, priority INT, kind STRING, onDelaySeconds DOUBLE, offDelaySeconds DOUBLE,
  settings ROW<direction STRING, \`limit\` DOUBLE, deadband DOUBLE, perMinute DOUBLE, overSeconds DOUBLE, points DOUBLE, sigmas DOUBLE, leastSigma DOUBLE, afterSeconds DOUBLE, centre DOUBLE, sigma DOUBLE, patterns ARRAY<INT>>>`

/** The statements of platform/flink/alarms.sql with what this installation fills in. */
export const rulesStatements = (job: StreamJob, { fromMs }: Deploy): string[] =>
  jobStatements('alarms.sql', job, {
    job: jobName(job.prefix),
    readingsFrom: fromMs === undefined ? 'latest-offset' : 'timestamp',
    readingsFromMs: String(fromMs ?? 0),
    alertSchema: quoted(JSON.stringify(JSON.parse(schemaText('alert')))),
    ruleType,
  })

/** Brings the rules up in Flink. One that runs is upgraded from its savepoint: nothing is judged twice and nothing is left out. @returns the job. */
export const deployRules = (job: StreamJob, deploy: Deploy = {}): Promise<{ id: string; state?: string }> =>
  deployJob(job, jobName(job.prefix), rulesStatements(job, deploy), deploy)
