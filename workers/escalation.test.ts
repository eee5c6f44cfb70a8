import { afterAll, beforeAll, expect, it } from 'vitest'
import { addStep } from '@/lib/alarm/escalation/steps'
import { addTarget } from '@/lib/alarm/escalation/targets'
import { writeAlarms } from '@/lib/telemetry/gateway/alarm-writer'
import { personOf } from '@/lib/testing/plant-with-story'
import { type Receiver, startReceiver } from '@/lib/testing/receiver'
import { testSystem } from '@/lib/testing/test-system'
import { startEscalation } from '@/workers/escalation'

let system: Awaited<ReturnType<typeof testSystem>>
let receiver: Receiver
beforeAll(async () => {
  system = await testSystem({ privateWebhooks: true })
  receiver = await startReceiver()
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'plant', kind: 'customer', name: 'Plant', timeZone: 'UTC' } }))
  const me = personOf('plant')
  const { id: targetId } = await addTarget(system, me, { name: 'System', kind: 'webhook', address: receiver.url })
  await addStep(system, me, { nodeId: '', priorities: [1], afterSeconds: 0, targetId, alsoReturned: false })
})
afterAll(async () => {
  receiver?.close()
  await system.stop()
})

/** As the gateway does it. */
function raise(id: string) {
  const now = system.clock.now().getTime()
  const alarm = { kind: 'raised', tenantId: 'plant', id, ruleId: id, ruleVersion: 1, signalId: 's', priority: 1, name: id, value: 1, limit: 0, raisedAt: now, receivedAt: now, decidedAt: now } as const
  return writeAlarms(system.db, [alarm])
}
const told = () => receiver.received.map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id)

it('an alarm is told of while the worker runs, was away, or has lost its connection', async () => {
  await raise('before')
  const escalation = startEscalation(system)
  await expect.poll(told, { timeout: 5000 }).toEqual(['before'])
  await raise('while')
  // Heard, not found by the look every two seconds.
  await expect.poll(told, { timeout: 1500 }).toEqual(['before', 'while'])
  await system.db.operatorPool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
  await raise('after')
  await expect.poll(told, { timeout: 10_000 }).toEqual(['before', 'while', 'after'])
  await escalation.stop()
  await raise('stopped')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(told()).not.toContain('stopped')
})
