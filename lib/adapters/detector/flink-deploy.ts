import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { runStatements } from '@/lib/adapters/detector/sql-gateway'
import { javaClientProperties, type KafkaAccess } from '@/lib/adapters/events/kafka-options'
import { quoted } from '@/lib/lake/lake-sql'

/** What a job over the stream is told, whatever it does. */
export interface StreamJob {
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

const startsWithinMs = 180_000

/** The statements of a file in platform/flink with what stands in braces filled in. */
export function jobStatements(file: string, { access = {}, ...job }: StreamJob, more: Record<string, string>): string[] {
  const values: Record<string, string> = {
    ...job,
    client: Object.entries(javaClientProperties(access)).map(([name, value]) => `${quoted(`properties.${name}`)} = ${quoted(value)},`).join('\n  '),
    parallelism: String(job.parallelism),
    registry: job.registryUrl,
    ...more,
  }
  const text = readFileSync(path.join(process.cwd(), 'platform/flink', file), 'utf8').replace(/^ *--.*$/gm, '')
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? `{${name}}`)
  return filled.split(/;\s*\n/).map((each) => each.trim()).filter(Boolean)
}

/**
 * Brings the job of that name up in Flink. One that runs is upgraded from its savepoint, unless it is to begin at a time.
 * @returns the job. @throws with Flink's reason.
 */
export async function deployJob({ flinkUrl, sqlGatewayUrl }: StreamJob, name: string, statements: string[], deploy: Deploy): Promise<{ id: string; state?: string }> {
  const cluster = new FlinkCluster(flinkUrl)
  const running = await cluster.find(name)
  const state = running && deploy.fromMs === undefined ? await cluster.stopWithSavepoint(running.id) : deploy.state
  if (running && deploy.fromMs !== undefined) await cluster.cancel(running.id)
  const rows = await runStatements(sqlGatewayUrl, state ? [`SET 'execution.state-recovery.path' = '${state}'`, ...statements] : statements)
  const id = String(rows[0]?.[0])
  for (const deadline = Date.now() + startsWithinMs; Date.now() < deadline; await wait(200)) if (await cluster.runs(id).catch(() => false)) return { id, state }
  throw new Error(`The job ${id} was submitted and does not run; see its exceptions at ${flinkUrl}.`)
}
