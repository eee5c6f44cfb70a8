import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadHealthView } from '@/lib/admin/load-health-view'
import { checkNeighbours } from '@/lib/health/check-neighbours'
import { closeIncident, decideIncident, noteIncident, openIncident } from '@/lib/health/incidents'
import { announceWindow, cancelWindow } from '@/lib/health/maintenance'
import { type Receiver, startReceiver } from '@/lib/testing/receiver'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const now = new Date('2026-03-09T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

describe('what a measured state asks for', () => {
  it.each([
    ['down for a moment', 'down', 30, false, false, null],
    ['down for a minute', 'down', 60, false, false, 'open'],
    ['down, and open already', 'down', 600, true, false, null],
    ['down, as announced', 'down', 600, false, true, null],
    ['up for a moment', 'up', 30, true, false, null],
    ['up for a minute', 'up', 60, true, false, 'close'],
    ['up, and nothing open', 'up', 600, false, false, null],
    ['slow for a minute', 'slow', 60, true, false, 'close'],
  ] as const)('%s', (_, state, seconds, open, announced, step) => {
    expect(decideIncident({ state, since: ago(seconds) }, open ? { openedAt: ago(3600) } : null, announced, now)?.do ?? null).toBe(step)
  })
})

describe('health that is watched', () => {
  let system: TestSystem
  let portal: Receiver
  let gateway: Receiver
  beforeAll(async () => {
    ;[portal, gateway] = await Promise.all([startReceiver(), startReceiver()])
    system = await testSystem({ portalUrl: portal.url, gatewayUrl: gateway.url })
  })
  beforeEach(async () => {
    portal.answers(200)
    gateway.answers(200)
    system.clock.advance(86_400_000)
    await minutes(3)
  })
  afterAll(async () => {
    portal.close()
    gateway.close()
    await system.stop()
  })
  const minutes = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await checkNeighbours(system)
      system.clock.advance(60_000)
    }
  }
  const incidents = async () => (await loadHealthView(system)).incidents

  it('opens an incident when a neighbour stays away and closes it when it is back, once each', async () => {
    const before = (await incidents()).length
    gateway.answers(503)
    await minutes(1)
    expect(await incidents()).toHaveLength(before)
    await Promise.all([minutes(1), checkNeighbours(system)])
    await minutes(2)
    const [open] = await incidents()
    expect(open).toMatchObject({ neighbour: 'Gateway', title: 'Gateway does not answer: it answers 503', openedBy: 'monitor', closedAt: null })
    expect(await incidents()).toHaveLength(before + 1)
    await expect(closeIncident(system, open!.id, 'a@example.com')).rejects.toMatchObject({ status: 409 })
    await noteIncident(system, open!.id, 'The switch was replaced.', 'a@example.com')
    gateway.answers(200)
    await minutes(3)
    expect((await incidents())[0]).toMatchObject({ closedBy: 'monitor', notes: [{ text: 'The switch was replaced.', author: 'a@example.com' }] })
  })

  it('counts minutes in which the portal did not answer, and not those of an announced window', async () => {
    const bad = async () => (await loadHealthView(system)).slo.bad
    const before = await bad()
    portal.answers(500)
    await minutes(2)
    portal.answers(200)
    await minutes(1)
    expect((await bad()) - before).toBe(2)
    const at = (minute: number) => new Date(system.clock.now().getTime() + minute * 60_000)
    await announceWindow(system, { title: 'A new disk', startsAt: at(1), endsAt: at(60) }, 'a@example.com')
    await minutes(1)
    const open = (await incidents()).length
    portal.answers(500)
    await minutes(5)
    expect((await bad()) - before).toBe(2)
    expect(await incidents()).toHaveLength(open)
    portal.answers(200)
    await minutes(1)
  })

  it('lets people open, close and announce only what they may', async () => {
    const id = await openIncident(system, 'The wall screen stays dark', 'a@example.com')
    await closeIncident(system, id, 'b@example.com')
    expect((await incidents()).find((one) => one.id === id)).toMatchObject({ openedBy: 'a@example.com', closedBy: 'b@example.com' })
    const at = (hours: number) => new Date(system.clock.now().getTime() + hours * 3_600_000)
    for (const [startsAt, endsAt] of [[at(-1), at(1)], [at(2), at(1)], [at(1), at(100)]]) {
      await expect(announceWindow(system, { title: 'x', startsAt: startsAt!, endsAt: endsAt! }, 'a')).rejects.toMatchObject({ status: 422 })
    }
    const window = await announceWindow(system, { title: 'x', startsAt: at(1), endsAt: at(2) }, 'a')
    await cancelWindow(system, window, 'a')
    await expect(cancelWindow(system, window, 'a')).rejects.toMatchObject({ status: 404 })
    const running = await announceWindow(system, { title: 'y', startsAt: at(1), endsAt: at(3) }, 'a')
    system.clock.advance(2 * 3_600_000)
    await cancelWindow(system, running, 'a')
    expect((await loadHealthView(system)).windows.find((one) => one.id === running)).toMatchObject({ state: 'over' })
  })
})
