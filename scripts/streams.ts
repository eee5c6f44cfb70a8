import { deployRules, jobName } from '@/lib/adapters/detector/flink'
import type { StreamJob } from '@/lib/adapters/detector/flink-deploy'
import { FlinkCluster, type FlinkJob } from '@/lib/adapters/detector/flink-job'
import { streamOptions } from '@/lib/adapters/events/choose-events'
import type { KafkaOptions } from '@/lib/adapters/events/kafka-options'
import { giveRights, streamUsers, userName } from '@/lib/adapters/events/kafka-rights'
import { ensureStreams } from '@/lib/adapters/events/kafka-topics'
import { readLags } from '@/lib/adapters/events/stream-lags'
import { env } from '@/lib/env'
import { deployLake, type FlinkLake, type LakeForm, lakeForms, lakeJobName } from '@/lib/lake/flink-lake'

const usage = `npm run streams -- deploy    topics, schemas and the rules in Flink; one that runs is upgraded without loss
  --from TIME             judges again what was received since
  --state PATH            goes on from that savepoint or checkpoint, when no job runs
  --partitions N          of the topics that are made (6); those that are there stay as they are
  --replicas N            of the topics that are made (1); of three and more one may be away
  --parallelism N         slots of the job, in place of FLINK_PARALLELISM
npm run streams -- deploy --lake iceberg|parquet    readings to the lake, a job of its own; --state, --parallelism (1) as above
  --checkpoint SECONDS    between two commits to the lake (120)
npm run streams -- rights    what gateway, rules and portal may at the brokers; as an administrator of theirs
  --megabytes N           that the gateway may write a second to each broker
npm run streams -- status    the jobs, and how far every reader is behind`

const valueOf = (name: string) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)

function options(): KafkaOptions {
  const found = streamOptions(env())
  if (!found) throw new Error('EVENTS is not kafka: readings are judged on this machine, and there is nothing to deploy.')
  return found
}

/** A whole number from 1. @throws a sentence that says what was expected. */
function numberOf(name: string): number | undefined {
  const text = valueOf(name)
  if (process.argv.includes(name) && !/^[1-9]\d{0,4}$/.test(text ?? '')) throw new Error(`${name} is a whole number from 1, not ${text ?? 'nothing'}.`)
  return text === undefined ? undefined : Number(text)
}

function jobOf({ brokers, registryUrl, prefix, access }: KafkaOptions): StreamJob {
  const { FLINK_URL, FLINK_SQL_GATEWAY_URL, FLINK_RULES_JAR: jar, FLINK_PARALLELISM: parallelism } = env()
  if (!FLINK_URL || !FLINK_SQL_GATEWAY_URL || !jar) throw new Error('FLINK_URL, FLINK_SQL_GATEWAY_URL and FLINK_RULES_JAR are needed; see platform/flink/README.md.')
  return { flinkUrl: FLINK_URL, sqlGatewayUrl: FLINK_SQL_GATEWAY_URL, brokers: brokers.join(','), registryUrl, prefix, jar, parallelism: numberOf('--parallelism') ?? parallelism, access }
}

/** @throws a sentence that names what is missing. */
function lakeOf(): FlinkLake {
  const { S3_URL: s3Url, S3_REGION: region, FLINK_LAKE_BUCKET: bucket, FLINK_LAKE_CATALOG_URL: catalogUrl, FLINK_LAKE_WAREHOUSE: warehouse, FLINK_LAKE_KEY_ID: keyId, FLINK_LAKE_SECRET: secret } = env()
  if (!s3Url || !bucket || !catalogUrl || !warehouse || !keyId || !secret) throw new Error('S3_URL and FLINK_LAKE_BUCKET, _CATALOG_URL, _WAREHOUSE, _KEY_ID and _SECRET are needed; see platform/flink/README.md.')
  return { bucket, s3Url, region, catalogUrl: catalogUrl.replace(/\/+$/, ''), warehouse, keyId, secret }
}

async function deployTheLake(form: string | undefined): Promise<void> {
  if (!lakeForms.includes(form as LakeForm)) throw new Error(`--lake is ${lakeForms.join(' or ')}, not ${form ?? 'nothing'}.`)
  if (valueOf('--from') !== undefined) throw new Error('--from is of the rules: the lake would have the readings since then twice. It goes on where it stood.')
  const job = { ...jobOf(options()), parallelism: numberOf('--parallelism') ?? 1, form: form as LakeForm, lake: lakeOf(), checkpointSeconds: numberOf('--checkpoint') ?? 120 }
  await ensureStreams(options())
  const { id, state } = await deployLake(job, { state: valueOf('--state') })
  console.log(`Readings go to the lake (${form}) in Flink as ${id}${state ? `, from ${state}` : ''}.`)
}

async function deploy(): Promise<void> {
  if (process.argv.includes('--lake')) return deployTheLake(valueOf('--lake'))
  const from = valueOf('--from')
  const fromMs = from === undefined ? undefined : Date.parse(from)
  if (fromMs !== undefined && !Number.isFinite(fromMs)) throw new Error(`--from is no time: ${from}. Write it like 2026-11-26T10:00:00Z.`)
  const job = jobOf(options())
  await ensureStreams(options(), { partitions: numberOf('--partitions'), replicas: numberOf('--replicas') })
  const { id, state } = await deployRules(job, { fromMs, state: valueOf('--state') })
  console.log(`The rules run in Flink as ${id}${state ? `, from ${state}` : ''}.`)
}

async function status(): Promise<void> {
  const { FLINK_URL } = env()
  const { prefix } = options()
  const found = async (name: string) => FLINK_URL && (await new FlinkCluster(FLINK_URL).find(name))
  const say = (job: FlinkJob) => console.log(`${job.name}: ${job.state} since ${new Date(job.startedAt).toISOString()}`)
  const rules = await found(jobName(prefix))
  if (rules) say(rules)
  else console.log('The rules do not run in Flink.')
  for (const form of lakeForms) {
    const lake = await found(lakeJobName(prefix, form))
    if (lake) say(lake)
  }
  for (const { topic, reader, behind } of await readLags(options())) console.log(`${topic}  ${reader}  ${behind === null ? 'has read nothing yet' : `${behind} behind`}`)
}

async function giveUsersRights(): Promise<void> {
  const megabytes = numberOf('--megabytes')
  await giveRights(options(), megabytes && megabytes * 1e6)
  console.log(`${streamUsers.map((user) => userName(options(), user)).join(', ')} have their rights${megabytes ? `; the gateway writes ${megabytes} MB/s at most` : ''}.`)
}

const commands: Record<string, () => Promise<void>> = { deploy, rights: giveUsersRights, status }
const command = commands[process.argv[2] ?? '']
if (!command) console.error(usage)
await command?.().catch((error: unknown) => {
  console.error((error as Error).message)
  process.exitCode = 1
})
process.exit(command ? process.exitCode : 2)
