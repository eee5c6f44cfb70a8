import pino from 'pino'
import { loadConfig } from '@/lib/connectors/config'
import { runConnectors } from '@/lib/connectors/run-connectors'
import { connectorsEnv } from '@/lib/env'

async function start() {
  const env = connectorsEnv()
  const log = pino({ level: env.LOG_LEVEL })
  if (process.argv.includes('--demo')) {
    const { runDemo } = await import('@/lib/connectors/demo/run-demo')
    return { log, running: await runDemo(env, log) }
  }
  if (!env.CONNECTORS_FILE) throw new Error('CONNECTORS_FILE is not set: the configuration of the connectors (platform/connectors/README.md), or start with --demo')
  const { config, readSecret } = loadConfig(env.CONNECTORS_FILE, env.named)
  return { log, running: await runConnectors(config, readSecret, log) }
}

const { log, running } = await start().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
})
log.info('connectors run')

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  await running.stop().catch((error: unknown) => log.error({ err: error }, 'connectors did not end in order'))
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
