import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeStop } from '@/lib/plant/code-stop'
import { loadDowntime } from '@/lib/plant/views/downtime-view'
import { loadOeeView } from '@/lib/plant/views/oee-view'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const [mine, theirs] = ['demo-mine', 'demo-theirs']

beforeAll(async () => {
  system = await testSystem()
  for (const tenant of [mine, theirs]) await plantWithStory(system, tenant, 'dairy', '2026-03-09')
})
afterAll(() => system.stop())

const aStop = (kind: 'breakdown' | 'minor') =>
  system.db.inTenant(mine, (tx) => tx.stop.findFirstOrThrow({ where: { lineId: 'line-2', kind, startsAt: { gt: new Date('2026-03-09T00:00:00Z') }, endsAt: { lt: new Date('2026-03-09T12:00:00Z') } }, orderBy: { startsAt: 'asc' } }))
const line2 = ['northfield-dairy', 'filling', 'line-2']
const lossesOf = async () => {
  const oee = (await loadOeeView(system, mine, line2, { range: '24h' }))!
  const downtime = (await loadDowntime(system, mine, line2, { range: '24h' }))!
  return { oee, downtime }
}
const minutesOf = (losses: { reasonCode: string; minutes: number }[], code: string) => losses.find(({ reasonCode }) => reasonCode === code)?.minutes ?? 0

describe('a stop that is coded', () => {
  it('moves its minutes to the new reason on every page, and OEE stays as it was', async () => {
    const stop = await aStop('breakdown')
    const before = await lossesOf()
    const coded = await codeStop(system, personOf(mine), { stopId: stop.id, reasonCode: 'packer-gripper' })
    const after = await lossesOf()
    expect(coded).toEqual({ stopId: stop.id, fromReason: stop.reasonCode, toReason: 'packer-gripper' })
    const minutes = (stop.endsAt!.getTime() - stop.startsAt.getTime()) / 60_000
    expect(minutesOf(after.oee.losses, 'packer-gripper')).toBeCloseTo(minutesOf(before.oee.losses, 'packer-gripper') + minutes, 9)
    expect(after.downtime.losses).toEqual(after.oee.losses.map((loss) => ({ ...loss, money: expect.toSatisfy((value: unknown) => value === null || typeof value === 'number') })))
    expect(after.oee.oee.oeeRatio).toBe(before.oee.oee.oeeRatio)
    await codeStop(system, personOf(mine), { stopId: stop.id, reasonCode: stop.reasonCode })
  })

  it('leaves planned busy time when it was planned', async () => {
    const stop = await aStop('minor')
    const before = await lossesOf()
    await codeStop(system, personOf(mine), { stopId: stop.id, reasonCode: 'cip' })
    const after = await lossesOf()
    expect(after.oee.oee.plannedBusyMinutes).toBeLessThan(before.oee.oee.plannedBusyMinutes)
    await codeStop(system, personOf(mine), { stopId: stop.id, reasonCode: stop.reasonCode })
    expect((await lossesOf()).oee.oee.plannedBusyMinutes).toBe(before.oee.oee.plannedBusyMinutes)
  })

  it('keeps every word said of it, and says nothing twice', async () => {
    const stop = await aStop('minor')
    const say = (reasonCode: string) => codeStop(system, personOf(mine), { stopId: stop.id, reasonCode })
    await say('no-cups')
    await say('no-cups')
    await say(stop.reasonCode)
    const { chosen } = (await loadDowntime(system, mine, line2, { range: '24h', stop: stop.id }))!
    expect(chosen!.history.slice(-2).map(({ fromReason, toReason }) => [fromReason, toReason])).toEqual([[stop.reasonCode, 'no-cups'], ['no-cups', stop.reasonCode]])
    const audited = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId: mine, subject: stop.id } }))
    expect(audited.slice(-2).map(({ action, actor }) => [action, actor])).toEqual([['stop.coded', 'operator@example.com'], ['stop.coded', 'operator@example.com']])
  })

  it('is not there for another plant, whose stop of the same name stays as it was', async () => {
    const stop = await aStop('breakdown')
    await codeStop(system, personOf(mine), { stopId: stop.id, reasonCode: 'packer-gripper' })
    const other = await system.db.inTenant(theirs, (tx) => tx.stop.findFirstOrThrow({ where: { id: stop.id } }))
    expect(other.reasonCode).toBe(stop.reasonCode)
    await expect(codeStop(system, personOf('demo-nobody'), { stopId: stop.id, reasonCode: 'cip' })).rejects.toMatchObject({ status: 404 })
  })

  it('is coded by whoever holds the right on its line or above, and by nobody else', async () => {
    const { id: stopId, reasonCode } = await aStop('breakdown')
    const as = (role: 'viewer' | 'data_engineer', nodeId: string) => codeStop(system, personOf(mine, [{ role, nodeId }]), { stopId, reasonCode })
    await expect(as('viewer', '')).rejects.toMatchObject({ status: 403 })
    await expect(as('data_engineer', 'line-1')).rejects.toMatchObject({ status: 403 })
    await expect(as('data_engineer', 'filling')).resolves.toMatchObject({ stopId })
  })

  it('takes no group of reasons and no reason that is not there', async () => {
    const { id: stopId } = await aStop('breakdown')
    for (const reasonCode of ['technical', 'nothing']) await expect(codeStop(system, personOf(mine), { stopId, reasonCode })).rejects.toMatchObject({ status: 422 })
  })
})
