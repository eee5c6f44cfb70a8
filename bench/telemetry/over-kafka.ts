import { setTimeout as wait } from 'node:timers/promises'
import { deployRules } from '@/lib/adapters/detector/flink'
import { ensureStreams } from '@/lib/adapters/events/kafka-topics'
import { readLags } from '@/lib/adapters/events/stream-lags'
import { bringUp } from '@/scripts/stack/bring-up'
import { openInstallation } from '@/scripts/stack/installation'
import type { Settings } from '@/scripts/stack/server'
import { servers } from '@/scripts/stack/server-list'
import { takeDown } from '@/scripts/stack/take-down'
import { cpuSeconds } from '../cpu-seconds'
import type { Contender } from './contender'
import { millrace } from './millrace'
import type { PlantDatabase } from './plant-database'

const prefix = 'millrace.'
const patienceSeconds = 300

export interface Judged {
  readings: number
  seconds: number
  /** Of Flink and of Kafka. */
  cores: Record<string, number>
}

export interface OverKafka {
  contender: Contender
  /** How quickly one slot of Flink judges so many readings that lie in Kafka, nothing else going on: to within a checkpoint, which says how far it is. */
  judge(readings: number): Promise<Judged>
  stop(): Promise<void>
}

/** The gateway with Kafka in the journal's place, and the history that reads from there. Rules are judged afterwards: the two cores are measured for one thing at a time. */
export async function overKafka(plant: PlantDatabase, profile: boolean): Promise<OverKafka> {
  const streams = servers.filter(({ group }) => group === 'streams')
  const installation = await openInstallation(plant.varDir, servers, () => undefined)
  const up = async (names: string[]): Promise<Settings> => {
    const brought = await bringUp(installation, streams.filter(({ name }) => names.includes(name)), () => undefined)
    const missing = brought.flatMap((each) => (each.state === 'up' ? [] : [`${each.server.name}: ${each.reason}`]))
    if (missing.length > 0) throw new Error(missing.join('\n'))
    return Object.assign({}, ...brought.map((each) => (each.state === 'up' ? each.settings : {}))) as Settings
  }
  const env = await up(['kafka', 'registry'])
  const options = { brokers: env.KAFKA_BROKERS!.split(','), registryUrl: env.SCHEMA_REGISTRY_URL!, prefix }
  await ensureStreams(options)
  return {
    contender: {
      ...millrace(plant, profile, env),
      name: 'Millrace over Kafka',
      does: 'signature, verdict per reading, Avro, zstd, acknowledged by the one broker; then roll-ups and readings in PostgreSQL; rules not yet',
    },
    async judge(readings) {
      const { FLINK_URL, FLINK_SQL_GATEWAY_URL, FLINK_RULES_JAR } = await up(['kafka', 'registry', 'flink'])
      const began = performance.now()
      const cpuBefore = cpuSeconds()
      await deployRules({ ...options, brokers: env.KAFKA_BROKERS!, flinkUrl: FLINK_URL!, sqlGatewayUrl: FLINK_SQL_GATEWAY_URL!, jar: FLINK_RULES_JAR!, parallelism: 1 }, { fromMs: 0 })
      const seconds = () => (performance.now() - began) / 1000
      for (;;) {
        const lag = (await readLags(options)).find(({ reader, topic }) => reader === 'rules' && topic === 'readings')
        if (lag?.behind === 0) break
        if (seconds() > patienceSeconds) throw new Error(`the rules are ${lag?.behind} records behind after ${patienceSeconds} s`)
        await wait(200)
      }
      const [took, cpuAfter] = [seconds(), cpuSeconds()]
      const cores = Object.fromEntries(['Flink', 'Kafka'].map((kind) => [kind, ((cpuAfter[kind] ?? 0) - (cpuBefore[kind] ?? 0)) / took]))
      return { readings, seconds: took, cores }
    },
    stop: async () => void (await takeDown(installation, streams)),
  }
}
