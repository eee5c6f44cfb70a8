import { EventEmitter } from 'node:events'
import { Logger, run, type WorkerEvents } from 'graphile-worker'
import { env } from '@/lib/env'
import { giveWay, niceness } from '@/lib/give-way'
import { metricsText } from '@/lib/observe/metrics'
import { startTracing } from '@/lib/observe/start-tracing'
import { system } from '@/lib/system'
import { enqueue } from '@/lib/queue/enqueue'
import { installQueue } from '@/lib/queue/install-queue'
import { proclaimLife } from '@/lib/queue/liveness'
import { releaseDeadWorkers } from '@/lib/queue/release-dead-workers'
import { crontab } from '@/workers/crontab'
import { startEscalation } from '@/workers/escalation'
import { startMetricsServer } from '@/workers/metrics-server'
import { startHeart } from '@/workers/heart'
import { taskList } from '@/workers/task-list'

// Pages come before background work on a machine that has too little for both.
giveWay(niceness.worker)

const sys = system()
const tracing = startTracing('worker', env().OTEL_EXPORTER_OTLP_ENDPOINT)
await installQueue(sys.db.operatorPool)
const life = await proclaimLife(sys.db)
await releaseDeadWorkers(sys.db)

// The queue names its workers itself; each name is proclaimed, so that the jobs of a killed process are given back.
const events = new EventEmitter() as WorkerEvents
events.on('worker:create', ({ worker }) => void life.alsoAs(worker.workerId))

const runner = await run({
  pgPool: sys.db.operatorPool,
  taskList: taskList(sys, life.workerId),
  crontab,
  // Most of them wait, for a neighbour or for their turn; a lease that somebody waits to enter must find a place.
  concurrency: 80,
  pollInterval: 2000,
  noHandleSignals: true,
  // A thousand successes a day hide the one failure.
  logger: new Logger(() => (level, message) => level === 'error' && sys.log.error(message)),
  events,
})

// What was due while nobody worked is looked at now, not at the next full minute.
await sys.db.asOperator(async (tx) => {
  await enqueue(tx, 'ensure-stories', {}, { key: 'ensure-stories' })
  await enqueue(tx, 'reconcile-all', {}, { key: 'reconcile-all' })
})

const heart = startHeart(sys)
const { WORKER_METRICS_PORT: metricsPort, METRICS_TOKEN: metricsToken } = env()
if (metricsPort) startMetricsServer({ port: metricsPort, token: metricsToken, text: () => metricsText([]) })
const escalation = startEscalation(sys)
sys.log.info({ workerId: life.workerId }, 'worker runs')
process.send?.('ready')

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  heart.stop()
  await Promise.all([runner.stop().catch(() => undefined), escalation.stop()])
  await life.end()
  await tracing.stop()
  await sys.db.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
