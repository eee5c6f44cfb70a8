import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { runStatements } from '@/lib/adapters/detector/sql-gateway'
import { javaClientProperties, type KafkaAccess } from '@/lib/adapters/events/kafka-options'
import { schemaText } from '@/lib/adapters/events/schemas'
import { quoted } from '@/lib/lake/lake-sql'

export interface RulesJob {
  flinkUrl: string
  sqlGatewayUrl: string
  /** As Flink reaches them. */
  brokers: string
  registryUrl: string
  /** Of the topics, and of the job. */
  prefix: string
  /** The compiled platform/flink/src, as the SQL gateway reaches it. */
  jar: string
  parallelism: number
  /** How Flink speaks to the brokers. */
  access?: KafkaAccess
}

export interface Deploy {
  /** A savepoint or checkpoint to go on from. */
  state?: string
  /** Without a state: readings from this time on (epoch milliseconds, of receipt) are judged; only new ones when it is not given. */
  fromMs?: number
}

export const jobName = (prefix: string): string => `${prefix}alarm-rules`
const startsWithinMs = 180_000

const ruleType = `ROW<ruleId STRING, version INT, enabled BOOLEAN, name STRING, priority INT, kind STRING, onDelaySeconds DOUBLE, offDelaySeconds DOUBLE,
  settings ROW<direction STRING, \`limit\` DOUBLE, deadband DOUBLE, perMinute DOUBLE, overSeconds DOUBLE, points DOUBLE, sigmas DOUBLE, leastSigma DOUBLE, afterSeconds DOUBLE, centre DOUBLE, sigma DOUBLE, patterns ARRAY<INT>>>`


/** The statements of platform/flink/alarms.sql with what this installation fills in. */
export function rulesStatements(job: RulesJob, { state, fromMs }: Deploy): string[] {
  const { access = {}, ...texts } = job
  const values: Record<string, string> = {
    ...texts,
    client: Object.entries(javaClientProperties(access)).map(([name, value]) => `${quoted(`properties.${name}`)} = ${quoted(value)},`).join('\n  '),
    parallelism: String(job.parallelism),
    job: jobName(job.prefix),
    registry: job.registryUrl,
    readingsFrom: fromMs === undefined ? 'latest-offset' : 'timestamp',
    readingsFromMs: String(fromMs ?? 0),
    alertSchema: quoted(JSON.stringify(JSON.parse(schemaText('alert')))),
    ruleType,
  }
  const text = readFileSync(path.join(process.cwd(), 'platform/flink/alarms.sql'), 'utf8').replace(/^--.*$/gm, '').replace(/^ +--.*$/gm, '')
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? `{${name}}`)
  const statements = filled.split(/;\s*\n/).map((each) => each.trim()).filter(Boolean)
  return state ? [`SET 'execution.state-recovery.path' = '${state}'`, ...statements] : statements
}

/** Brings the rules up in Flink. One that runs is upgraded from its savepoint: nothing is judged twice and nothing is left out. @returns the job. */
export async function deployRules(job: RulesJob, deploy: Deploy = {}): Promise<{ id: string; state?: string }> {
  const cluster = new FlinkCluster(job.flinkUrl)
  const running = await cluster.find(jobName(job.prefix))
  const state = running && deploy.fromMs === undefined ? await cluster.stopWithSavepoint(running.id) : deploy.state
  if (running && deploy.fromMs !== undefined) await cluster.cancel(running.id)
  const rows = await runStatements(job.sqlGatewayUrl, rulesStatements(job, { ...deploy, state }))
  const id = String(rows[0]?.[0])
  for (const deadline = Date.now() + startsWithinMs; Date.now() < deadline; await wait(200)) if (await cluster.runs(id).catch(() => false)) return { id, state }
  throw new Error(`The job ${id} was submitted and does not run; see its exceptions at ${job.flinkUrl}.`)
}
