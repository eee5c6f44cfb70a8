import { request, type Server } from 'node:http'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { KeyOverlap } from '@/lib/auth/key-overlap'
import { Gateway, type GatewayOptions } from '@/lib/telemetry/gateway/gateway'
import { gatewayServer } from '@/lib/telemetry/gateway/http-server'
import { gatewayMetrics } from '@/lib/telemetry/gateway/metrics'
import { createSource, type NewSource, rotateSourceKey } from '@/lib/telemetry/ingest-source'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
let noisy: NewSource
let quiet: NewSource
let gateway: Gateway
let server: Server
const log = pino({ level: 'silent' })

beforeAll(async () => {
  system = await testSystem()
  noisy = await foundPlant('noisy')
  quiet = await foundPlant('quiet')
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await gateway.close()
})
afterAll(() => system.stop())

async function foundPlant(id: string): Promise<NewSource> {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId: id, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    await tx.signal.create({ data: { tenantId: id, id: 'temp', nodeId: 'site', name: 'temp', unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    await tx.alarmRule.create({ data: { tenantId: id, id: 'high', name: 'high', signalId: 'temp', kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 0 }, priority: 1, updatedAt: new Date(), updatedBy: 'test' } })
  })
  return createSource(system, id, 'box', 'test')
}

async function open(name: string, more: Partial<GatewayOptions> = {}): Promise<string> {
  const metrics = gatewayMetrics()
  gateway = new Gateway({ db: system.db, log, dir: path.join(system.database.varDir, name), metrics, ...more })
  server = gatewayServer({ gateway, metrics, log, secret: system.settings.secret, metricsToken: undefined })
  await gateway.open()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`
}

const headersOf = ({ apiKey }: NewSource) => ({ authorization: `Bearer ${apiKey}` })
async function send(url: string, from: NewSource, v: number, padding = 0) {
  const body = JSON.stringify({ signal: 'temp', v }) + ' '.repeat(padding)
  const response = await fetch(`${url}/v1/readings`, { method: 'POST', headers: headersOf(from), body })
  return [response.status, response.headers.get('retry-after')]
}

/** A body of so many bytes whose end is held back. */
function sendSlowly(url: string, from: NewSource, bytes: number) {
  const body = JSON.stringify({ signal: 'temp', v: 1 }) + ' '.repeat(bytes)
  const slow = request(`${url}/v1/readings`, { method: 'POST', headers: { ...headersOf(from), 'content-length': body.length } })
  const status = new Promise<number | undefined>((resolve, reject) => slow.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject))
  slow.write(body.slice(0, -1))
  return { status, finish: () => slow.end(body.slice(-1)) }
}

async function untilHeld(bytes: number) {
  while (gateway.queues.heldBytes < bytes) await wait(5)
}

describe('past its capacity the gateway', () => {
  it('tells one plant to come back later, takes another’s readings and raises its alarm', async () => {
    const url = await open('one', { tenantBytes: 100_000, totalBytes: 1_000_000 })
    const slow = sendSlowly(url, noisy, 90_000)
    await untilHeld(90_000)
    expect(await send(url, noisy, 1, 20_000)).toEqual([429, '1'])
    expect(await send(url, quiet, 101, 20_000)).toEqual([202, null])
    const alarms = () => system.db.asOperator((tx) => tx.alarm.findMany({ where: { tenantId: 'quiet' } }))
    while ((await alarms()).length === 0) await wait(20)
    expect(await alarms()).toMatchObject([{ ruleId: 'high', value: 101 }])
    slow.finish()
    expect(await slow.status).toBe(202)
    expect(await send(url, noisy, 1, 20_000)).toEqual([202, null])
    expect(gateway.queues.heldBytes).toBe(0)
  })

  it('holds no more than it may for all plants together', async () => {
    const url = await open('all', { tenantBytes: 100_000, totalBytes: 100_000 })
    const slow = sendSlowly(url, noisy, 90_000)
    await untilHeld(90_000)
    expect(await send(url, quiet, 1, 20_000)).toEqual([429, '1'])
    slow.finish()
    expect(await slow.status).toBe(202)
  })

  it('takes no more once the journal is as long as it may be', async () => {
    const url = await open('backlog', { backlogBytes: -1 })
    expect(await send(url, quiet, 1)).toEqual([429, '1'])
  })
})

describe('a source whose key is rotated', () => {
  const rotate = async (overlap: KeyOverlap, hoursAgo = 0) => {
    system.clock.advance(Date.now() - hoursAgo * 3_600_000 - system.clock.now().getTime())
    const apiKey = await rotateSourceKey(system, 'quiet', { id: quiet.id, overlap }, 'test')
    return { ...quiet, apiKey }
  }
  const until = async (url: string, from: NewSource, wanted: number) => {
    while ((await send(url, from, 1))[0] !== wanted) await wait(20)
  }

  it('sends with both until the overlap ends, and after a leak with the new one alone', async () => {
    const url = await open('rotated')
    const second = await rotate('24')
    await until(url, second, 202)
    expect((await send(url, quiet, 1))[0]).toBe(202)
    const third = await rotate('1', 2)
    await until(url, third, 202)
    expect([(await send(url, second, 1))[0], (await send(url, quiet, 1))[0]]).toEqual([401, 401])
    const fourth = await rotate('0')
    await until(url, fourth, 202)
    expect((await send(url, third, 1))[0]).toBe(401)
    quiet = fourth
  })
})
