import { afterAll, beforeAll, expect, it } from 'vitest'
import { setTimeout as wait } from 'node:timers/promises'
import { insertStory } from '@/lib/plant/insert-story'
import { beatPlants } from '@/lib/plant/live-plant'
import { bucketSeconds } from '@/lib/plant/play-story'
import { provisionPlant } from '@/lib/plant/provision-plant'
import { storyDateFor, storyTenantId } from '@/lib/plant/stories'
import { alarmHistory } from '@/lib/story/alarm-history'
import { rollupsOf, signalSeries } from '@/lib/story/readings'
import { generateStory } from '@/lib/story/story'
import { freePort, type GatewayProcess, startGateway } from '@/lib/testing/gateway-process'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
let gateway: GatewayProcess
const tenantId = 'demo-lives'
const signalIds = ['line-3.wrapper.vibration', 'cold-store.temperature']
const now = new Date()
const storyDate = storyDateFor('dairy', now)
const story = generateStory('dairy', storyDate)
const series = signalIds.map((id) => signalSeries('dairy', storyDate, id))
const history = alarmHistory(story.alarmRules, series)

beforeAll(async () => {
  const port = await freePort()
  system = await testSystem({ secret: 'only-for-tests-0123456789012345678', gatewayUrl: `http://127.0.0.1:${port}` })
  system.clock.advance(now.getTime() - system.clock.now().getTime())
  await system.db.asOperator(async (tx) => {
    const id = storyTenantId('dairy', storyDate)
    await tx.$executeRaw`SELECT ensure_reading_partitions(${storyDate}::date - 3, ${storyDate}::date + 4)`
    await tx.tenant.create({ data: { id, kind: 'story', name: 'Story', timeZone: 'Europe/London', industry: 'dairy' } })
    const rollups = [bucketSeconds, 3600, 86_400].flatMap((level) => series.flatMap((one) => rollupsOf(one, level)))
    await insertStory(tx, id, story, { rollups, series, alarms: history, rawFrom: new Date(now.getTime() - 86_400_000) })
  })
  await provisionPlant(system, { name: tenantId, industry: 'dairy' }, () => Promise.resolve())
  gateway = await startGateway(port)
})
afterAll(async () => {
  await gateway?.end('SIGTERM')
  await system.stop()
})

it('a new plant has the alarms of its month, closed as far as they are by now', async () => {
  const alarms = await system.db.inTenant(tenantId, (tx) => tx.alarm.findMany())
  const month = history.filter(({ raisedAt, returnedAt }) => raisedAt.getTime() >= now.getTime() - 30 * 86_400_000 && returnedAt <= now)
  expect(alarms.map(({ id }) => id).toSorted()).toEqual(month.map(({ id }) => id).toSorted())
  expect(alarms.length).toBeGreaterThan(20)
  for (const { returnedAt, acknowledgedAt, closedAt } of alarms) {
    expect(returnedAt).not.toBeNull()
    for (const at of [acknowledgedAt, closedAt]) expect(!at || at <= now).toBe(true)
    expect(closedAt !== null).toBe(acknowledgedAt !== null)
  }
})

it('its sensors report through the gateway, and every running roll-up holds what was before and what came', async () => {
  const later = new Date(Math.floor(now.getTime() / 60_000) * 60_000 + 30_000)
  system.clock.advance(Math.max(1, later.getTime() - system.clock.now().getTime()))
  const at = system.clock.now()
  expect(await beatPlants(system)).toBe(1)
  const latest = () => system.db.inTenant(tenantId, (tx) => tx.signalLatest.findMany({ orderBy: { signalId: 'asc' } }))
  for (let tries = 0; tries < 100 && (await latest()).length < signalIds.length; tries++) await wait(100)
  expect((await latest()).map(({ signalId, t }) => [signalId, t])).toEqual(signalIds.toSorted().map((id) => [id, at]))
  for (const level of [bucketSeconds, 3600, 86_400]) {
    const rollups = await system.db.inTenant(tenantId, (tx) => tx.signalRollup.findMany({ where: { levelSeconds: level, signalId: signalIds[0] }, orderBy: { bucketAt: 'desc' }, take: 1 }))
    const bucketAt = Math.floor(at.getTime() / (level * 1000)) * level * 1000
    const before = Array.from(series[0]!.values, (v, i) => ({ v, t: series[0]!.t0.getTime() + i * 60_000 })).filter(({ v, t }) => !Number.isNaN(v) && t >= bucketAt && t < now.getTime())
    expect(rollups[0]).toMatchObject({ bucketAt: new Date(bucketAt), count: before.length + 1 })
    expect(rollups[0]!.max).toBeGreaterThanOrEqual(Math.max(...before.map(({ v }) => v)))
  }
})

it('a gateway that does not answer costs the readings of a beat and nothing else', async () => {
  const elsewhere = { ...system, settings: { ...system.settings, gatewayUrl: 'http://127.0.0.1:9' } }
  system.clock.advance(10_000)
  expect(await beatPlants(elsewhere)).toBe(1)
  const tenant = await system.db.asOperator((tx) => tx.tenant.findUnique({ where: { id: tenantId } }))
  expect(tenant!.livedUntil).toEqual(system.clock.now())
})
