import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAnnotation, deleteAnnotation, editAnnotation, restoreAnnotation } from '@/lib/telemetry/trend/annotate'
import { loadTrendEvents } from '@/lib/telemetry/trend/load-trend-events'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const engineer = personOf('mine')
const viewer = { ...personOf('mine', [{ role: 'viewer', nodeId: '' }]), email: 'viewer@example.com' }
const minutesAgo = (minutes: number) => new Date(system.clock.now().getTime() - minutes * 60_000)
const note = (more = {}) => ({ signalId: 'temp', startsAt: minutesAgo(30), endsAt: null, text: 'Steam trap changed', ...more })
const events = (person = engineer, signals = ['temp'], from = 60, to = 0) => loadTrendEvents(system, person, { signals, window: { from: minutesAgo(from).getTime(), to: minutesAgo(to).getTime() } })
const texts = async (...of: Parameters<typeof events>) => (await events(...of)).annotations.map(({ text }) => text)

async function plant(tenantId: string) {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'demo', name: tenantId, timeZone: 'UTC' } })
    const node = { tenantId, position: 0 }
    await tx.plantNode.create({ data: { ...node, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site' } })
    for (const line of ['line-1', 'line-2']) await tx.plantNode.create({ data: { ...node, id: line, parentId: 'site', level: 'line', name: line, path: `site/${line}` } })
    for (const [id, nodeId] of [['temp', 'line-1'], ['flow', 'line-2']] as const) await tx.signal.create({ data: { tenantId, id, nodeId, name: id, unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    for (const line of ['line-1', 'line-2']) await tx.batch.create({ data: { tenantId, id: `batch-${line}`, lineId: line, productId: 'yoghurt', startsAt: minutesAgo(45), endsAt: null, inputKg: 1, status: 'running' } })
    const alarm = { tenantId, ruleId: 'r', ruleVersion: 1, signalId: 'temp', priority: 2, receivedAt: minutesAgo(0), decidedAt: minutesAgo(0) }
    await tx.alarm.create({ data: { ...alarm, id: 'before', name: 'Before', raisedAt: minutesAgo(90), returnedAt: minutesAgo(80) } })
    await tx.alarm.create({ data: { ...alarm, id: 'across', name: 'Across', raisedAt: minutesAgo(90), returnedAt: minutesAgo(50) } })
    await tx.alarm.create({ data: { ...alarm, id: 'standing', name: 'Standing', raisedAt: minutesAgo(10) } })
    await tx.alarm.create({ data: { ...alarm, id: 'other', name: 'Other', signalId: 'flow', raisedAt: minutesAgo(10) } })
  })
}
beforeAll(async () => {
  system = await testSystem()
  await plant('mine')
  await plant('theirs')
})
afterAll(() => system.stop())

describe('beside a trend', () => {
  it('stand the alarms of its signals and the batches of their lines that touch the window', async () => {
    const found = await events()
    expect(found.alarms.map(({ id, state }) => `${id} ${state}`)).toEqual(['standing unacknowledged', 'across returned'])
    expect(found.batches.map(({ id, endsAt }) => [id, endsAt])).toEqual([['batch-line-1', null]])
    expect((await events(engineer, ['temp', 'flow'])).batches).toHaveLength(2)
    await expect(events(engineer, ['temp', 'not-there'])).rejects.toMatchObject({ status: 404 })
  })

  it('stand annotations of the signal and of all signals, at a moment or over a stretch that touches the window', async () => {
    await addAnnotation(system, engineer, note())
    await addAnnotation(system, engineer, note({ signalId: 'flow', text: 'Of another signal' }))
    await addAnnotation(system, engineer, note({ signalId: null, startsAt: minutesAgo(120), endsAt: minutesAgo(40), text: 'Audit' }))
    await addAnnotation(system, engineer, note({ startsAt: minutesAgo(100), text: 'Earlier' }))
    expect(await texts()).toEqual(['Audit', 'Steam trap changed'])
    expect(await texts(personOf('theirs'))).toEqual([])
  })

  it('an annotation is changed by who wrote it and by who may change the plant, deleted with a way back, and audited', async () => {
    const id = await addAnnotation(system, engineer, note({ text: 'First' }))
    const own = await addAnnotation(system, viewer, note({ text: 'A viewer’s' }))
    await expect(editAnnotation(system, viewer, id, note({ text: 'Mine now' }))).rejects.toMatchObject({ status: 403 })
    await expect(deleteAnnotation(system, personOf('theirs'), id)).rejects.toMatchObject({ status: 404 })
    await editAnnotation(system, viewer, own, note({ text: 'A viewer’s, edited' }))
    await editAnnotation(system, engineer, own, note({ text: 'An engineer’s' }))
    await deleteAnnotation(system, engineer, id)
    await deleteAnnotation(system, engineer, id)
    expect(await texts()).not.toContain('First')
    await restoreAnnotation(system, engineer, id)
    expect(await texts()).toContain('First')
    expect((await events(viewer)).annotations.filter(({ mayChange }) => mayChange).map(({ author }) => author)).toEqual([viewer.email])
    const audit = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { subject: { in: [id, own] } }, orderBy: { seq: 'asc' } }))
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
      ['annotation.added', engineer.email], ['annotation.added', viewer.email], ['annotation.edited', viewer.email], ['annotation.edited', engineer.email],
      ['annotation.deleted', engineer.email], ['annotation.restored', engineer.email],
    ])
  })

  it('an annotation of another plant’s signal or that ends before it begins is refused', async () => {
    await expect(addAnnotation(system, engineer, note({ signalId: 'not-there' }))).rejects.toMatchObject({ status: 404 })
    await expect(addAnnotation(system, engineer, note({ endsAt: minutesAgo(31) }))).rejects.toMatchObject({ status: 422 })
  })
})
