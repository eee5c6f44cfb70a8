import { createServer } from 'node:net'
import type { Logger } from 'pino'
import { below } from '@/lib/below'
import { type ConnectorsConfig, parseConfig } from '@/lib/connectors/config'
import { runDemoPlant } from '@/lib/connectors/demo/demo-plant'
import type { Running } from '@/lib/connectors/mqtt/run-mqtt'
import { runConnectors } from '@/lib/connectors/run-connectors'

interface DemoEnv {
  CONNECTORS_DEMO_KEY?: string
  MILLRACE_VAR_DIR: string
  GATEWAY_URL?: string
  GATEWAY_PORT: number
}

/** A broker, a small dairy plant that publishes, and the connectors between it and the gateway, in one process: to look at the whole path. */
export async function runDemo(env: DemoEnv, log: Logger): Promise<Running> {
  const apiKey = env.CONNECTORS_DEMO_KEY
  if (!apiKey) throw new Error('CONNECTORS_DEMO_KEY is not set: an API key of a dairy demo plant (Data page of the portal, Sources of readings)')
  const { Aedes } = await import('aedes').catch(() => {
    throw new Error('The demo’s broker is a development package: install with npm install --include=dev')
  })
  const broker = await Aedes.createBroker()
  const server = createServer((socket) => broker.handle(socket))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const url = `mqtt://127.0.0.1:${port}`
  const plant = runDemoPlant(url)
  const connectors = await runConnectors(demoConfig(url, env), () => apiKey, log)
  log.info({ broker: url, topics: 'plant/#, spBv1.0/dairy/#' }, 'a demo plant publishes every second')
  return {
    async stop() {
      await connectors.stop()
      await plant.stop()
      await new Promise<void>((resolve) => broker.close(resolve))
      server.close()
    },
  }
}

const demoConfig = (url: string, env: DemoEnv): ConnectorsConfig =>
  parseConfig('the demo’s own', JSON.stringify({
    folder: below(env.MILLRACE_VAR_DIR, 'connectors-demo'),
    gateway: { url: env.GATEWAY_URL ?? `http://127.0.0.1:${env.GATEWAY_PORT}`, apiKeyEnv: 'CONNECTORS_DEMO_KEY' },
    connections: [
      // The embedded broker speaks MQTT 3.1.1.
      { kind: 'mqtt', name: 'demo-lines', url, version: 4, subscriptions: [{ topic: 'plant/{line}/{machine}/{tag}', payload: { form: 'json', value: 'v', time: 't' }, signal: '{line}.{machine}.{tag}' }] },
      { kind: 'sparkplug', name: 'demo-utilities', url, version: 4, signal: '{device}.{metric}' },
    ],
  }))
