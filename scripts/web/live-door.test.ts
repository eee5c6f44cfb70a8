import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlarmsView } from '@/lib/alarm/load-alarms'
import { openSession } from '@/lib/auth/sign-in'
import { writeAlarms } from '@/lib/telemetry/gateway/alarm-writer'
import { testSystem } from '@/lib/testing/test-system'
import { checkout } from '@/scripts/checkout'
import { freePort } from '@/scripts/notebooks/free-port'
import { endChildren } from '@/scripts/processes/end-children'
import { liveDoor } from './live-door.mjs'

const token = 'only-for-tests-of-the-metrics'
const secret = 'only-for-tests-0123456789012345678'
const script = path.join(checkout, 'workers/live.ts')
let system: Awaited<ReturnType<typeof testSystem>>
let door: ReturnType<typeof liveDoor>
let metricsPort: number
/** Answers `portal` to whatever the door leaves to it. */
const portal = createServer((request, response) => {
  if (!door.takes(request)) response.end('portal')
})
const ask = (cookie = '', init: RequestInit = {}) => fetch(`http://127.0.0.1:${(portal.address() as AddressInfo).port}/api/live`, { ...init, headers: { cookie } })
/** Whether the live process answers, as it does to somebody unknown. */
const isUp = async () => (await ask('', { signal: AbortSignal.timeout(5000) })).status === 401

beforeAll(async () => {
  system = await testSystem({ secret })
  // The other process knows the real time only.
  system.clock.advance(Date.now() - system.clock.now().getTime())
  metricsPort = await freePort(24_200 + (process.pid % 300))
  door = liveDoor(script, { execArgv: ['--import', 'tsx'], env: { ...process.env, LOG_LEVEL: 'silent', LIVE_METRICS_PORT: String(metricsPort), METRICS_TOKEN: token } })
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  door?.stop()
  portal.closeAllConnections()
  await system.stop()
})

/** The Cookie header of somebody who may look at this plant. */
async function viewerOf(tenantId: string): Promise<string> {
  const signIn = await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'customer', name: tenantId, timeZone: 'UTC' } })
    const account = await tx.account.create({ data: { tenantId, id: `${tenantId}-viewer`, email: `${tenantId}@example.com`, name: 'Viewer' } })
    await tx.roleGrant.create({ data: { tenantId, accountId: account.id, role: 'viewer' } })
    return openSession(tx, account, 'test', system.clock.now())
  })
  if (!signIn.ok) expect.fail(signIn.because)
  return `theme=dark; next-auth.session-token=${await encode({ token: { sessionId: signIn.sessionId }, secret })}`
}

/** As the gateway does it. */
function raise(tenantId: string, id: string) {
  const now = Date.now()
  return writeAlarms(system.db, [{ kind: 'raised', tenantId, id, ruleId: id, ruleVersion: 1, signalId: 's', priority: 1, name: id, value: 1, limit: 0, raisedAt: now, receivedAt: now, decidedAt: now }])
}

/** Open alarms of each frame, as they come; ends when the stream does. */
async function* frames(response: Response): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + Buffer.from(chunk).toString()).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      if (part.startsWith('event: alarms\ndata: ')) yield (JSON.parse(part.slice(20)) as AlarmsView).open.map(({ id }) => id)
    }
  }
}

it('the portal answers while the live process is not up, and whatever is not its own', async () => {
  expect(await (await ask()).text()).toBe('portal')
  await expect.poll(isUp, { timeout: 30_000 }).toBe(true)
  expect(await (await ask('', { method: 'POST' })).text()).toBe('portal')
  expect(await (await ask('next-auth.session-token=forged')).json()).toMatchObject({ status: 401, title: 'Not signed in' })
})

const metricsWith = (shown: string) => fetch(`http://127.0.0.1:${metricsPort}/metrics`, { headers: { authorization: `Bearer ${shown}` } })
/** Values of one metric by its labels as written, `''` without any. */
async function values(name: string): Promise<Record<string, number>> {
  const lines = (await (await metricsWith(token)).text()).split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  return Object.fromEntries(lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

it('an open screen gets the alarms of its own plant, and the first one that brings an alarm is written down', async () => {
  const mine = frames(await ask(await viewerOf('mine')))
  const theirs = frames(await ask(await viewerOf('theirs')))
  expect([(await mine.next()).value, (await theirs.next()).value]).toEqual([[], []])
  await raise('mine', 'too-hot')
  expect((await mine.next()).value).toEqual(['too-hot'])
  await raise('theirs', 'too-cold')
  expect((await theirs.next()).value).toEqual(['too-cold'])
  const delivered = () => system.db.asOperator((tx) => tx.alarm.count({ where: { deliveredAt: { not: null } } }))
  await expect.poll(delivered).toBe(2)
  await Promise.all([mine.return(undefined), theirs.return(undefined)])
})

it('open screens, frames and how soon they were told are metrics for whoever shows the token', async () => {
  expect((await metricsWith('another')).status).toBe(404)
  await expect.poll(() => values('millrace_live_screens')).toEqual({ '': 0 })
  const [frames0, told0] = [await values('millrace_live_frames_total'), await values('millrace_live_told_seconds_count')]
  const open = frames(await ask(await viewerOf('watched')))
  await open.next()
  expect(await values('millrace_live_screens')).toEqual({ '': 1 })
  await raise('watched', 'too-loud')
  expect((await open.next()).value).toEqual(['too-loud'])
  const alarms = '{event="alarms"}'
  // What a screen is shown when it opens was told by nobody.
  await expect.poll(async () => (await values('millrace_live_frames_total'))[alarms]! - frames0[alarms]!).toBe(2)
  expect((await values('millrace_live_told_seconds_count'))[alarms]! - told0[alarms]!).toBe(1)
  expect((await values('millrace_live_nodejs_eventloop_lag_p99_seconds'))['']).toBeGreaterThan(0)
  await open.return(undefined)
  await expect.poll(() => values('millrace_live_screens')).toEqual({ '': 0 })
})

it('a screen whose live process is gone connects anew, to the portal until another is up', async () => {
  const open = frames(await ask(await viewerOf('third')))
  await open.next()
  endChildren(script)
  expect((await open.next()).done).toBe(true)
  await expect.poll(isUp, { timeout: 30_000 }).toBe(true)
})

it('ends with its portal', async () => {
  const open = frames(await ask(await viewerOf('last')))
  await open.next()
  door.stop()
  const closed = new Promise((resolve) => portal.close(resolve))
  expect((await open.next()).done).toBe(true)
  await closed
})
