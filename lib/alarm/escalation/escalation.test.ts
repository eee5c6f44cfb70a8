import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Escalator } from '@/lib/alarm/escalation/escalator'
import { loadNotifications } from '@/lib/alarm/escalation/load-notifications'
import { retryNotification } from '@/lib/alarm/escalation/retry-notification'
import { sendMessage } from '@/lib/alarm/escalation/send-message'
import { sendTest } from '@/lib/alarm/escalation/send-test'
import { addStep, type NewStep, removeStep } from '@/lib/alarm/escalation/steps'
import { addTarget, type NewTarget, rotateTargetSecret, switchTarget, type TargetMade } from '@/lib/alarm/escalation/targets'
import { removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { personOf } from '@/lib/testing/plant-with-story'
import { type Received, type Receiver, startReceiver } from '@/lib/testing/receiver'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
let receiver: Receiver
let tenantId: string
let founded = 0
const me = () => personOf(tenantId)

beforeAll(async () => {
  system = await testSystem({ privateWebhooks: true })
})
afterAll(() => system.stop())
beforeEach(async () => {
  receiver = await startReceiver()
  tenantId = await found()
})
afterEach(async () => {
  receiver.close()
  await removeTenantRows(system.db, tenantId)
})

async function found(kind: 'customer' | 'demo' = 'customer'): Promise<string> {
  const id = `plant-${++founded}`
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind, name: 'Northfield Dairy', timeZone: 'Europe/Vienna' } })
    const node = (nodeId: string, parentId: string | null, level: 'site' | 'area' | 'line', name: string, path: string) => tx.plantNode.create({ data: { tenantId: id, id: nodeId, parentId, level, name, path, position: 0 } })
    await node('site', null, 'site', 'Northfield Dairy', 'dairy')
    await node('fill', 'site', 'area', 'Filling', 'dairy/filling')
    await node('fill2', 'site', 'area', 'Filling 2', 'dairy/filling-2')
    await node('line', 'fill', 'line', 'Line 2', 'dairy/filling/line-2')
    for (const [signal, nodeId] of [['temp', 'line'], ['other', 'fill2']] as const) {
      await tx.signal.create({ data: { tenantId: id, id: signal, nodeId, name: `Signal ${signal}`, unit: '°C', decimals: 1, expectedIntervalSeconds: 60, quantity: 'temperature' } })
    }
    await tx.account.create({ data: { tenantId: id, id: `${id}-lead`, email: `lead@${id}.example.com`, name: 'Lead' } })
  })
  return id
}

interface Raised { priority?: number; signalId?: string; name?: string; ruleId?: string; tenant?: string }
/** Alarms of rules of their own, decided now. */
async function raise(id: string, { priority = 1, signalId = 'temp', name = `Alarm ${id}`, ruleId = id, tenant = tenantId }: Raised = {}) {
  const now = system.clock.now()
  await system.db.asOperator((tx) => tx.alarm.create({ data: { tenantId: tenant, id, ruleId, ruleVersion: 1, signalId, priority, name, value: 76.2, limit: 75, raisedAt: now, receivedAt: now, decidedAt: now } }))
}
const set = (id: string, data: { acknowledgedAt?: Date; acknowledgedBy?: string; returnedAt?: Date; closedAt?: Date }) => system.db.asOperator((tx) => tx.alarm.updateMany({ where: { tenantId, id }, data }))
const acknowledge = (id: string) => set(id, { acknowledgedAt: system.clock.now(), acknowledgedBy: 'a@example.com' })

const target = (more: Partial<NewTarget> = {}): Promise<TargetMade> => addTarget(system, me(), { name: 'Control room', kind: 'webhook', address: `${receiver.url}/hook`, ...more })
const step = (targetId: string, more: Partial<NewStep> = {}) => addStep(system, me(), { nodeId: '', priorities: [1, 2], afterSeconds: 0, targetId, alsoReturned: false, ...more })
const pass = (seconds: number) => system.clock.advance(seconds * 1000)
async function look(escalator = new Escalator(system)) {
  await escalator.look()
  await escalator.settled()
}
const rows = () => system.db.asOperator((tx) => tx.alarmNotification.findMany({ where: { tenantId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }))
const states = async () => (await rows()).map(({ state, attempts }) => `${state} ${attempts}`)
const bodies = () => receiver.received.map(({ body }) => JSON.parse(body) as { type: string; data: { id: string; count?: number; place: string } })
const verify = (secret: string, { headers, body }: Received) => {
  vi.setSystemTime(system.clock.now())
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>)
  } finally {
    vi.useRealTimers()
  }
}

describe('steps', () => {
  it('tell at once of their priorities at or below their place, signed as a Standard Webhook, and once however often anybody looks', async () => {
    const { id, secret } = await target()
    await step(id, { nodeId: 'fill' })
    await raise('mine')
    await raise('low', { priority: 3 })
    await raise('elsewhere', { signalId: 'other' })
    await look()
    await look()
    await Promise.all([look(), look(), look()])
    expect(bodies().map(({ type, data }) => [type, data.id, data.place])).toEqual([['alarm.raised', 'mine', 'Filling / Line 2']])
    expect(verify(secret!, receiver.received[0]!)).toMatchObject({ type: 'alarm.raised', data: { value: 76.2, limit: 75 } })
    expect(receiver.received[0]!.headers['webhook-id']).toBe((await rows())[0]!.id)
    expect(await states()).toEqual(['delivered 1'])
  })

  it('escalate what nobody has acknowledged when their time has come, and not before', async () => {
    const { id } = await target()
    await step(id, { afterSeconds: 300 })
    await raise('seen')
    await raise('unseen')
    pass(299)
    await look()
    expect(receiver.received).toEqual([])
    await acknowledge('seen')
    pass(1)
    await look()
    expect(bodies().map(({ data }) => data.id)).toEqual(['unseen'])
  })

  it('tell of nothing that stood before they were made', async () => {
    await raise('old')
    pass(1)
    const { id } = await target()
    await step(id)
    await look()
    expect(await rows()).toEqual([])
  })

  it('tell of the return where they are asked to, once, after what they told', async () => {
    const { id } = await target()
    await step(id, { alsoReturned: true })
    await raise('a')
    await look()
    pass(30)
    await set('a', { returnedAt: system.clock.now(), acknowledgedAt: system.clock.now(), acknowledgedBy: 'a', closedAt: system.clock.now() })
    await look()
    await look()
    expect(bodies().map(({ type }) => type)).toEqual(['alarm.raised', 'alarm.returned'])
  })

  it('are silent while the rule is shelved, and when they are removed or the target is disabled, also about what is tried again', async () => {
    const made = await target()
    const { id: stepId } = await step(made.id)
    await system.db.asOperator((tx) =>
      tx.alarmRule.create({ data: { tenantId, id: 'shelved', name: 'x', signalId: 'temp', kind: 'threshold', settings: {}, priority: 1, updatedAt: new Date(), updatedBy: 'x', shelvedUntil: new Date(system.clock.now().getTime() + 3_600_000) } }))
    await raise('hidden', { ruleId: 'shelved' })
    await look()
    expect(await rows()).toEqual([])
    receiver.answers(500)
    await raise('a')
    await look()
    await switchTarget(system, me(), { targetId: made.id, on: false })
    await raise('b')
    pass(10)
    await look()
    expect((await rows()).map(({ state, lastError }) => [state, lastError])).toEqual([['dropped', 'The target is disabled.']])
    pass(1)
    await switchTarget(system, me(), { targetId: made.id, on: true })
    await raise('c')
    await look()
    await removeStep(system, me(), { stepId })
    pass(10)
    await look()
    expect((await rows()).at(-1)).toMatchObject({ alarmId: 'c', state: 'dropped', lastError: 'The step was removed.' })
    expect(receiver.received).toHaveLength(2)
  })
})

describe('deliveries', () => {
  it('are tried again with growing pauses under the same id and the same body, and then have failed', async () => {
    const made = await target()
    await step(made.id)
    receiver.answers(500)
    await raise('a')
    for (const seconds of [0, 5, 30, 120, 600, 3600, 10_000]) {
      pass(seconds - 1)
      await look()
      pass(1)
      await look()
    }
    expect(receiver.received).toHaveLength(6)
    expect(new Set(receiver.received.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    expect((await rows())[0]).toMatchObject({ state: 'failed', lastError: 'The receiver answered 500 Internal Server Error. Given up after 6 attempts.' })
    receiver.answers(200)
    await retryNotification(system, me(), { notificationId: (await rows())[0]!.id })
    await look()
    expect(await states()).toEqual(['delivered 7'])
    await expect(retryNotification(system, me(), { notificationId: (await rows())[0]!.id })).rejects.toMatchObject({ status: 409 })
  })

  it('wait as long as the receiver asks, and are not repeated when it says no', async () => {
    const { id } = await target()
    await step(id)
    receiver.answers(429, { 'retry-after': '90' })
    await raise('a')
    await look()
    pass(89)
    await look()
    expect(receiver.received).toHaveLength(1)
    receiver.answers(400)
    pass(1)
    await look()
    expect(await states()).toEqual(['failed 2'])
  })

  it('follow no redirect', async () => {
    const { id } = await target()
    await step(id)
    receiver.answers(302, { location: `${receiver.url}/secret` })
    await raise('a')
    await look()
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook'])
    expect((await rows())[0]).toMatchObject({ state: 'failed', lastError: expect.stringContaining('redirect is not followed') })
  })

  it('to a receiver that hangs hold up nobody else', async () => {
    const hanging = await startReceiver()
    hanging.answers('hang')
    for (const address of [`${hanging.url}/`, `${receiver.url}/`]) await step((await target({ address })).id)
    await raise('a')
    const escalator = new Escalator(system)
    await escalator.look()
    await expect.poll(() => [hanging.received.length, receiver.received.length]).toEqual([1, 1])
    await raise('b')
    await escalator.look()
    await expect.poll(() => receiver.received.length).toBe(2)
    hanging.close()
    await escalator.settled()
    expect((await states()).toSorted()).toEqual(['delivered 1', 'delivered 1', 'pending 0', 'pending 1'])
  })

  it('come again with the same id when the worker dies between delivery and writing it down', async () => {
    const { id } = await target()
    await step(id)
    await raise('a')
    const dying = new Escalator(system, async (...call) => {
      await sendMessage(...call)
      throw new Error('killed')
    })
    await look(dying)
    expect(await states()).toEqual(['pending 1'])
    pass(59)
    await look()
    expect(receiver.received).toHaveLength(1)
    pass(1)
    await look()
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([(await rows())[0]!.id, (await rows())[0]!.id])
    expect(await states()).toEqual(['delivered 2'])
  })

  it('of a flood are summed up, once a minute, by several workers as by one', async () => {
    const { id } = await target()
    await step(id)
    for (let i = 0; i < 24; i++) await raise(`a${i}`)
    await Promise.all([look(), look()])
    await look()
    const types = () => bodies().map(({ type, data }) => (data.count ? `${type} ${data.count} ${data.place}` : type))
    expect(types().toSorted()).toEqual([...Array(10).fill('alarm.raised'), 'alarm.summary 14 Line 2'])
    await raise('b0')
    await raise('b1', { signalId: 'other' })
    pass(30)
    await look()
    expect(receiver.received).toHaveLength(11)
    pass(30)
    await look()
    expect(types().at(-1)).toBe('alarm.summary 2 Northfield Dairy')
    expect((await states()).every((state) => state === 'delivered 1')).toBe(true)
    pass(601)
    await raise('calm')
    await look()
    expect(types().at(-1)).toBe('alarm.raised')
  })
})

describe('mail', () => {
  it('reaches the person once, with subject, facts and link', async () => {
    const address = `LEAD@${tenantId}.example.com`
    const { id } = await target({ kind: 'mail', address, name: 'Shift lead' })
    await step(id)
    await raise('a', { name: 'Pasteuriser hot' })
    await look()
    await look()
    const mails = await system.db.asOperator((tx) => tx.mail.findMany({ where: { to: address.toLowerCase() } }))
    expect(mails).toHaveLength(1)
    expect(mails[0]!.subject.replaceAll('\u202F', ' ')).toBe('Critical: Pasteuriser hot – 76.2 °C (limit 75.0)')
    expect(mails[0]!.text).toContain('http://localhost:3000/alarms?alarm=a')
  })

  it('goes to people of the plant only, also when they leave later', async () => {
    await expect(target({ kind: 'mail', address: 'somebody@example.org' })).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('people of this plant only') })
    const other = await found()
    await expect(target({ kind: 'mail', address: `lead@${other}.example.com` })).rejects.toMatchObject({ status: 422 })
    const { id } = await target({ kind: 'mail', address: `lead@${tenantId}.example.com` })
    await step(id)
    await system.db.asOperator((tx) => tx.account.updateMany({ where: { tenantId }, data: { status: 'disabled' } }))
    await raise('a')
    await look()
    expect((await rows())[0]).toMatchObject({ state: 'failed', lastError: expect.stringContaining('no longer an address') })
  })
})

describe('targets', () => {
  it('keep their URL under the plant’s key and show where it leads', async () => {
    const { id, secret } = await target({ kind: 'slack', address: `${receiver.url}/services/T0/B0/verysecret` })
    expect(secret).toBeNull()
    const stored = await system.db.asOperator((tx) => tx.alarmTarget.findUniqueOrThrow({ where: { id } }))
    expect(stored.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/…cret$/)
    expect(Buffer.from(stored.sealedUrl!).toString('latin1')).not.toContain('secret')
    await step(id)
    await raise('a')
    await look()
    expect(receiver.received[0]!.path).toBe('/services/T0/B0/verysecret')
    expect(JSON.parse(receiver.received[0]!.body)).toHaveProperty('blocks')
    expect(receiver.received[0]!.headers['webhook-signature']).toBeUndefined()
  })

  it('are refused when they lead inside, unless the installation allows it', async () => {
    const strict = { ...system, settings: { ...system.settings, privateWebhooks: false } }
    for (const address of [receiver.url, 'https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/', 'https://a:b@example.com/']) {
      await expect(addTarget(strict, me(), { name: 'x', kind: 'webhook', address })).rejects.toMatchObject({ status: 422 })
    }
    // Allowed then and not any more: it is not sent.
    const { id } = await target()
    await step(id)
    await raise('a')
    await look(new Escalator(strict))
    expect(receiver.received).toEqual([])
    expect(await states()).toEqual(['failed 1'])
  })

  it('are signed with both secrets for a day after one is replaced', async () => {
    const { id, secret } = await target()
    const { secret: next } = await rotateTargetSecret(system, me(), { targetId: id })
    expect(next).not.toBe(secret)
    await step(id)
    await raise('a')
    await look()
    for (const one of [secret!, next!]) expect(verify(one, receiver.received[0]!)).toMatchObject({ type: 'alarm.raised' })
    pass(86_401)
    await raise('b')
    await look()
    expect(verify(next!, receiver.received[1]!)).toBeTruthy()
    expect(() => verify(secret!, receiver.received[1]!)).toThrow()
  })

  it('of another plant are not there', async () => {
    const { id } = await target()
    const { id: stepId } = await step(id)
    receiver.answers(400)
    await raise('a')
    await look()
    const [failed] = await rows()
    const stranger = personOf(await found())
    const refused = { status: 404 }
    await expect(addStep(system, stranger, { nodeId: '', priorities: [1], afterSeconds: 0, targetId: id, alsoReturned: false })).rejects.toMatchObject(refused)
    await expect(sendTest(system, stranger, { targetId: id })).rejects.toMatchObject(refused)
    await expect(switchTarget(system, stranger, { targetId: id, on: false })).rejects.toMatchObject(refused)
    await expect(rotateTargetSecret(system, stranger, { targetId: id })).rejects.toMatchObject(refused)
    await expect(removeStep(system, stranger, { stepId })).rejects.toMatchObject(refused)
    await expect(retryNotification(system, stranger, { notificationId: failed!.id })).rejects.toMatchObject(refused)
    await expect(step(id, { nodeId: 'nowhere' })).rejects.toMatchObject(refused)
    expect(await loadNotifications(system, stranger.tenantId)).toMatchObject({ targets: [], steps: [], notifications: [] })
    expect(await loadNotifications(system, tenantId)).toMatchObject({ targets: [{ id }], steps: [{ id: stepId }], notifications: [{ state: 'failed', alarm: 'Alarm a' }] })
    expect(receiver.received).toHaveLength(1)
  })

  it('are tested at once, with the outcome', async () => {
    const { id, secret } = await target()
    expect(await sendTest(system, me(), { targetId: id })).toEqual({ delivered: true, why: null })
    expect(verify(secret!, receiver.received[0]!)).toMatchObject({ type: 'alarm.test' })
    receiver.answers(503)
    expect(await sendTest(system, me(), { targetId: id })).toEqual({ delivered: false, why: 'The receiver answered 503 Service Unavailable.' })
    await look()
    expect((await states()).toSorted()).toEqual(['delivered 1', 'failed 1'])
    for (let i = 0; i < 18; i++) await sendTest(system, me(), { targetId: id })
    await expect(sendTest(system, me(), { targetId: id })).rejects.toMatchObject({ status: 429 })
  })
})

describe('a demo plant', () => {
  beforeEach(async () => {
    tenantId = await found('demo')
  })

  it('sends at most sixty messages an hour to addresses outside', async () => {
    for (let i = 0; i < 7; i++) await step((await target({ name: `t${i}` })).id)
    for (let i = 0; i < 10; i++) await raise(`a${i}`)
    await Promise.all([look(), look()])
    expect(receiver.received).toHaveLength(60)
    expect((await rows()).filter(({ state }) => state === 'dropped').map(({ lastError }) => lastError)).toEqual(Array(10).fill('A demo plant sends at most 60 messages an hour to Slack, Teams and webhooks.'))
    await expect(sendTest(system, me(), { targetId: (await loadNotifications(system, tenantId)).targets[0]!.id })).rejects.toMatchObject({ status: 429 })
  })

  it('that is removed takes everything along and is told of nothing more', async () => {
    const { id } = await target()
    await step(id)
    receiver.answers(500)
    await raise('a')
    await look()
    const dying = new Escalator(system, async (...call) => {
      await removeTenantRows(system.db, tenantId)
      return sendMessage(...call)
    })
    pass(5)
    await look(dying)
    pass(3600)
    await look()
    expect(await rows()).toEqual([])
    expect(await system.db.asOperator((tx) => tx.alarmTarget.count({ where: { tenantId } }))).toBe(0)
  })
})
