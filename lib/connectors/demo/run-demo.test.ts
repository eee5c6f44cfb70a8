import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import { expect, it } from 'vitest'
import { runDemo } from '@/lib/connectors/demo/run-demo'
import { dairySignals } from '@/lib/story/plants/dairy-signals'
import { stubGateway } from '@/lib/testing/stub-gateway'

it('the demo publishes signals that the dairy plant has, plain and in Sparkplug, and they reach the gateway', async () => {
  const gateway = await stubGateway()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'connectors-demo-'))
  const log = pino({ level: 'silent' })
  await expect(runDemo({ MILLRACE_VAR_DIR: folder, GATEWAY_PORT: 1 }, log)).rejects.toThrow('CONNECTORS_DEMO_KEY is not set')
  const demo = await runDemo({ MILLRACE_VAR_DIR: folder, GATEWAY_PORT: 1, GATEWAY_URL: gateway.url, CONNECTORS_DEMO_KEY: 'mrk_x' }, log)
  const sent = () => new Set(gateway.posted.flatMap(({ body }) => body.map(({ signal }) => String(signal))))
  for (let tries = 0; sent().size < 8 && tries < 200; tries++) await wait(25)
  await demo.stop()
  await gateway.stop()
  rmSync(folder, { recursive: true })
  const known = new Set(dairySignals.map(({ id }) => id))
  expect([...sent()].filter((signal) => !known.has(signal))).toEqual([])
  expect([...sent()]).toEqual(expect.arrayContaining(['line-1.filler.vibration', 'pasteuriser-1.temperature', 'cold-store.temperature']))
})
