import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { deployRules, jobName } from '@/lib/adapters/detector/flink'
import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { ensureStreams } from '@/lib/adapters/events/kafka-topics'
import type { Settings } from './server'

/** Topics, schemas and the rules of the stack's own product, going on from the newest checkpoint. Does nothing without Flink, or when they run. */
export async function deployStreams(varDir: string, { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, FLINK_URL, FLINK_SQL_GATEWAY_URL, FLINK_RULES_JAR }: Settings): Promise<boolean> {
  if (!KAFKA_BROKERS || !SCHEMA_REGISTRY_URL) return false
  const options = { brokers: KAFKA_BROKERS.split(','), registryUrl: SCHEMA_REGISTRY_URL, prefix: 'millrace.' }
  await ensureStreams(options)
  if (!FLINK_URL || (await new FlinkCluster(FLINK_URL).find(jobName(options.prefix)))) return false
  const job = { ...options, brokers: KAFKA_BROKERS, flinkUrl: FLINK_URL, sqlGatewayUrl: FLINK_SQL_GATEWAY_URL!, jar: FLINK_RULES_JAR!, parallelism: 2 }
  await deployRules(job, { state: newestCheckpoint(path.join(varDir, 'stack/flink/checkpoints')) })
  return true
}

/** Of the job before, when there was one. */
function newestCheckpoint(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined
  const complete = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => path.basename(name) === '_metadata').map((name) => path.join(folder, name))
  const newest = complete.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  return newest && `file://${path.dirname(newest)}`
}
