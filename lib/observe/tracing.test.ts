import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { context, propagation, trace } from '@opentelemetry/api'
import { AlarmWriter } from '@/lib/telemetry/gateway/alarm-writer'
import { startTracing, type Tracing } from '@/lib/observe/start-tracing'
import { inSpan, traceparent } from '@/lib/observe/tracing'
import { logContext, withLogContext } from '@/lib/observe/context'
import { enqueue } from '@/lib/queue/enqueue'
import { verifyRequest } from '@/lib/demo/verify-request'
import { customerWith } from '@/lib/testing/customer'
import { requestToken } from '@/lib/testing/lease-steps'
import { smallStory } from '@/lib/testing/small-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workUntil } from '@/lib/testing/work-queue'

interface OtlpSpan {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  status?: { code?: number }
}

/** Takes OTLP over HTTP in JSON, as a collector does. */
let collector: Server
let endpoint: string
let paths: string[] = []
let received: OtlpSpan[] = []
let services: string[] = []
let system: TestSystem
let tracing: Tracing | undefined

interface Otlp {
  resourceSpans: { resource: { attributes: { key: string; value: { stringValue: string } }[] }; scopeSpans: { spans: OtlpSpan[] }[] }[]
}

beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      paths.push(request.url ?? '')
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as Otlp
      received.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)))
      services.push(...resourceSpans.flatMap(({ resource }) => resource.attributes.filter(({ key }) => key === 'service.name').map(({ value }) => value.stringValue)))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  system = await testSystem()
})
afterEach(async () => {
  await tracing?.stop()
  tracing = undefined
  // What a process does once, a test does often.
  trace.disable()
  context.disable()
  propagation.disable()
  ;[paths, received, services] = [[], [], []]
})
afterAll(async () => {
  collector.close()
  await system.stop()
})

const byName = (name: string) => received.find((span) => span.name === name)!

describe('traces', () => {
  it('are off without a collector: nothing is recorded and nothing is carried', async () => {
    tracing = startTracing('portal', undefined)
    await inSpan('GET /api/x', {}, async () => expect(traceparent()).toBeUndefined())
  })

  it('reach the collector with their service, their parents and what went wrong', async () => {
    tracing = startTracing('portal', endpoint)
    const failing = inSpan('GET /api/x', { parent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }, () =>
      inSpan('inner', {}, async () => {
        throw new Error('no')
      }),
    )
    await expect(failing).rejects.toThrow('no')
    await tracing.stop()
    expect([paths, services]).toEqual([['/v1/traces'], ['millrace-portal']])
    expect(byName('GET /api/x')).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331', status: { code: 2 } })
    expect(byName('inner')).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: byName('GET /api/x').spanId })
  })

  it('go on in a job that was left in them', async () => {
    tracing = startTracing('portal', endpoint)
    let carried: string | undefined
    await inSpan('POST /api/provision-demo', {}, async () => {
      carried = traceparent()
      await system.db.asOperator((tx) => enqueue(tx, 'send-mail', { mailId: 'traced' }))
    })
    const { rows } = await system.db.operatorPool.query<{ payload: object }>(`SELECT payload FROM graphile_worker._private_jobs`)
    expect(rows.map(({ payload }) => payload)).toEqual([{ mailId: 'traced', traceparent: carried }])
  })

  it('lead from the request that carried a reading to the alarm that is durable', async () => {
    tracing = startTracing('gateway', endpoint)
    const acme = await customerWith(system, 'acme')
    const writer = new AlarmWriter(system.db, system.log)
    const now = Date.now()
    await inSpan('POST /v1/readings', {}, async () =>
      writer.add([{ kind: 'raised', tenantId: acme, id: 'a1', ruleId: 'r', ruleVersion: 1, signalId: 's', priority: 1, name: 'High', value: 1, limit: 0, raisedAt: now, receivedAt: now, decidedAt: now } as never]),
    )
    await writer.settled()
    await tracing.stop()
    expect(byName('alarm')).toMatchObject({ traceId: byName('POST /v1/readings').traceId, parentSpanId: byName('POST /v1/readings').spanId })
    expect(await system.db.asOperator((tx) => tx.alarm.count())).toBe(1)
  })

  it('lead from the form to the lease that is ready', { timeout: 60_000 }, async () => {
    await system.db.asOperator((tx) => tx.$executeRaw`DELETE FROM graphile_worker._private_jobs`)
    await smallStory(system)
    tracing = startTracing('worker', endpoint)
    const token = await inSpan('POST /api/provision-demo', {}, () => requestToken(system, 'ada@example.com'))
    const verified = await verifyRequest(system, token)
    if (!verified.ok) throw new Error(verified.because)
    await workUntil(system, verified.leaseId, 'ready')
    await tracing.stop()
    const { traceId } = byName('POST /api/provision-demo')
    const names = received.filter((span) => span.traceId === traceId).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['give lease', 'job reconcile-lease', 'ensure identity', 'ensure plant-data', 'ensure dashboards', 'lease ready']))
  })

  it('do not hold up anybody when the collector is away', async () => {
    tracing = startTracing('portal', 'http://127.0.0.1:9')
    expect(await inSpan('work', {}, async () => 7)).toBe(7)
    await tracing.stop()
  })
})

describe('the log', () => {
  it('says request, job and trace of whatever it is written in, however deep', async () => {
    tracing = startTracing('portal', endpoint)
    await withLogContext({ requestId: 'req-1' }, () =>
      inSpan('x', {}, async () => withLogContext({ job: 'send-mail', jobId: '7' }, async () => expect(logContext()).toMatchObject({ requestId: 'req-1', job: 'send-mail', jobId: '7', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) }))),
    )
    expect(logContext()).toEqual({})
  })
})
