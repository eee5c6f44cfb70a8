import { FlinkCluster } from '@/lib/adapters/detector/flink-job'
import { jobName } from '@/lib/adapters/detector/flink'
import { streamOptions } from '@/lib/adapters/events/choose-events'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { env } from '@/lib/env'

type Question = [string, () => Promise<Outcome<unknown>>]

/** Of an installation whose readings go over a stream; none otherwise. */
export function streamQuestions(): Question[] {
  const options = streamOptions(env())
  if (!options) return []
  const { FLINK_URL } = env()
  const all: Question[] = [
    ['Kafka', () => outcomeOf(async () => (await import('@/lib/adapters/events/kafka-offsets')).withAdmin(options, (admin) => admin.listTopics()))],
    ['Schema registry', () => outcomeOf(() => fetch(`${options.registryUrl}/subjects`, { signal: AbortSignal.timeout(4000) }))],
  ]
  return FLINK_URL ? [...all, ['Flink', () => askFlink(FLINK_URL, options.prefix)]] : all
}

async function askFlink(url: string, prefix: string): Promise<Outcome<unknown>> {
  const job = await outcomeOf(() => new FlinkCluster(url).find(jobName(prefix)))
  if (!job.ok) return job
  return job.value ? done() : failed('unavailable', 'the rules are not deployed: npm run streams -- deploy')
}

async function outcomeOf<T>(ask: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await ask() }
  } catch (error) {
    return failed('unavailable', (error as Error).message)
  }
}
