import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { jobName } from '@/lib/adapters/detector/flink'
import { streamOptions } from '@/lib/adapters/events/choose-events'
import type { PoisonedRecord } from '@/lib/adapters/events/poisoned-records'
import type { ReaderLag, TopicTraffic } from '@/lib/adapters/events/stream-lags'
import { env } from '@/lib/env'
import type { System } from '@/lib/system'

export interface RulesJobView {
  /** As Flink says; null when there is no such job. */
  state: string | null
  checkpointAt: string | null
}

export type StreamsView =
  /** Readings are kept and judged on this machine. */
  | { kind: 'off' }
  | { kind: 'away'; reason: string }
  | { kind: 'on'; topics: TopicTraffic[]; lags: ReaderLag[]; rules: RulesJobView | { away: string } | null; poison: PoisonedRecord[] }

/** Topics, readers and records that nobody could read, as the broker has them now. */
export async function loadStreams({ clock }: Pick<System, 'clock'>): Promise<StreamsView> {
  const options = streamOptions(env())
  if (!options) return { kind: 'off' }
  try {
    // Only here: an installation without a stream does without its client.
    const [{ readLags, readTraffic }, { readPoison }] = await Promise.all([import('@/lib/adapters/events/stream-lags'), import('@/lib/adapters/events/poisoned-records')])
    const [topics, lags, poison, rules] = await Promise.all([readTraffic(options, clock.now().getTime()), readLags(options), readPoison(options), loadRulesJob(options.prefix)])
    return { kind: 'on', topics, lags, rules, poison }
  } catch (error) {
    return { kind: 'away', reason: (error as Error).message }
  }
}

async function loadRulesJob(prefix: string): Promise<RulesJobView | { away: string } | null> {
  const { FLINK_URL } = env()
  if (!FLINK_URL) return null
  try {
    const cluster = new FlinkCluster(FLINK_URL)
    const job = await cluster.find(jobName(prefix))
    const checkpoint = job && (await cluster.lastCheckpoint(job.id))
    return { state: job?.state ?? null, checkpointAt: checkpoint ? new Date(checkpoint.at).toISOString() : null }
  } catch (error) {
    return { away: (error as Error).message }
  }
}
