import { describe, expect, it } from 'vitest'
import { decide, type LeaseFacts, type PartFactsNow, provisioningLimitMs, reminderBeforeMs, retryDelaySeconds } from '@/lib/demo/decide'
import { partList } from '@/lib/demo/part-list'
import type { LeaseState, Part, PartState } from '@/lib/generated/prisma/client'

const start = new Date('2026-03-09T12:00:00Z')
const after = (ms: number) => new Date(start.getTime() + ms)
const hour = 3_600_000
const allParts = partList.map(({ part }) => part)

const lease = (facts: Partial<LeaseFacts> = {}): LeaseFacts => ({
  state: 'provisioning',
  email: 'ada@example.com',
  createdAt: start,
  assignedAt: null,
  enterableAt: null,
  deadlineAt: null,
  expiredAt: null,
  remindedAt: null,
  retentionDays: 0,
  stoppedAt: null,
  ...facts,
})
/** The whole ledger in one state, but for the parts named. */
function ledger(state: PartState, but: Partial<Record<Part, Partial<PartFactsNow>>> = {}): PartFactsNow[] {
  const blank = { attempts: 0, claimedBy: null, claimedUntil: null, nextTryAt: null, listedAfter: state === 'removed' ? 0 : null }
  return allParts.map((part) => ({ part, state, ...blank, ...but[part] }))
}
const at = (now: Date, more: { plantOpen?: boolean; dead?: string[] } = {}) => ({
  now,
  plantOpen: more.plantOpen ?? true,
  deadWorkers: new Set(more.dead),
})
const dueParts = (decision: ReturnType<typeof decide>) => decision.due.map(({ part, purpose }) => `${purpose} ${part}`)
const without = (...parts: Part[]) => allParts.filter((part) => !parts.includes(part))
const running = lease({ state: 'ready', enterableAt: start, deadlineAt: after(24 * hour) })

describe('a lease that is being made', () => {
  it('asks for every part at once, but the object space waits for its key', () => {
    const { due, transition } = decide(lease(), ledger('waiting'), at(start, { plantOpen: false }))
    expect(due.map(({ part }) => part)).toEqual(without('object_space'))
    expect(transition).toBeNull()
  })
  it('asks for the object space as soon as the key is up', () => {
    const parts = ledger('waiting', { data_key: { state: 'up' } })
    expect(dueParts(decide(lease(), parts, at(start)))).toContain('ensure object_space')
  })
  it('lets the person in when account, dashboards and the last day of the plant are there', () => {
    const parts = ledger('waiting', { identity: { state: 'up' }, dashboards: { state: 'up' } })
    expect(decide(lease(), parts, at(start)).transition).toEqual({ mark: 'enterable' })
  })
  it.each<[string, Partial<Record<Part, Partial<PartFactsNow>>>, boolean]>([
    ['account', { dashboards: { state: 'up' } }, true],
    ['dashboards', { identity: { state: 'up' } }, true],
    ['open plant', { identity: { state: 'up' }, dashboards: { state: 'up' } }, false],
  ])('lets nobody in without %s', (_, up, plantOpen) => {
    expect(decide(lease(), ledger('waiting', up), at(start, { plantOpen })).transition).toBeNull()
  })
  it('is ready when every part is up', () => {
    expect(decide(lease({ enterableAt: start }), ledger('up'), at(start)).transition).toEqual({ to: 'ready' })
  })
  it('is ready when what is not up was given up', () => {
    const parts = ledger('up', { notebook: { state: 'given_up' } })
    expect(decide(lease({ enterableAt: start }), parts, at(after(provisioningLimitMs))).transition).toEqual({ to: 'ready' })
  })
  it('looks again at three minutes when a part is late', () => {
    const parts = ledger('up', { notebook: { state: 'running', claimedBy: 'worker', claimedUntil: after(10 * hour) } })
    expect(decide(lease({ enterableAt: start }), parts, at(after(1000)))).toEqual({
      transition: null,
      endSessions: false,
      due: [],
      wakeAt: after(provisioningLimitMs),
    })
  })
  it('does not give up a moment before three minutes', () => {
    const parts = ledger('up', { notebook: { state: 'retrying' } })
    expect(decide(lease({ enterableAt: start }), parts, at(after(provisioningLimitMs - 1))).transition).toBeNull()
  })
  it('gives up at three minutes whatever is not up, by name', () => {
    const parts = ledger('up', { notebook: { state: 'retrying' }, mail_schedule: { state: 'waiting' } })
    const { transition } = decide(lease({ enterableAt: start }), parts, at(after(provisioningLimitMs)))
    expect(transition).toEqual({ giveUp: ['notebook', 'mail_schedule'] })
  })
  it('counts the three minutes of a pool member from the moment it got an owner', () => {
    const assigned = lease({ assignedAt: after(5 * hour), enterableAt: start })
    const parts = ledger('up', { identity: { state: 'waiting' } })
    expect(decide(assigned, parts, at(after(5 * hour))).transition).toBeNull()
    expect(decide(assigned, parts, at(after(5 * hour + provisioningLimitMs))).transition).toEqual({ giveUp: ['identity'] })
  })
  it.each<[string, Part, boolean]>([
    ['an account', 'identity', true],
    ['a plant', 'plant_data', false],
  ])('is never ready without %s, and tries on', (_, part, plantOpen) => {
    const parts = ledger('up', { [part]: { state: 'given_up' } })
    const decision = decide(lease({ enterableAt: null }), parts, at(after(2 * provisioningLimitMs), { plantOpen }))
    expect(decision.transition).not.toEqual({ to: 'ready' })
    expect(dueParts(decision)).toEqual([`ensure ${part}`])
  })
})

describe('a member of the pool', () => {
  it('is warm when every part is up', () => {
    expect(decide(lease({ email: null }), ledger('up'), at(start)).transition).toEqual({ to: 'warm' })
  })
  it('is not warm while a part is given up, and lets nobody in', () => {
    const parts = ledger('up', { notebook: { state: 'given_up' } })
    expect(decide(lease({ email: null }), parts, at(after(provisioningLimitMs))).transition).toBeNull()
    expect(decide(lease({ email: null }), ledger('waiting', { identity: { state: 'up' }, dashboards: { state: 'up' } }), at(start)).transition).toBeNull()
  })
})

describe('a running lease', () => {
  it('sleeps until an hour is left', () => {
    expect(decide(running, ledger('up'), at(start))).toEqual({ transition: null, endSessions: false, due: [], wakeAt: after(23 * hour) })
  })
  it('reminds when an hour is left, not a moment earlier', () => {
    const remindAt = 24 * hour - reminderBeforeMs
    expect(decide(running, ledger('up'), at(after(remindAt - 1))).transition).toBeNull()
    expect(decide(running, ledger('up'), at(after(remindAt))).transition).toEqual({ to: 'reminded' })
  })
  it('that was reminded sleeps until the deadline and is not reminded again', () => {
    const decision = decide({ ...running, state: 'reminded' }, ledger('up'), at(after(23.5 * hour)))
    expect(decision).toMatchObject({ transition: null, wakeAt: after(24 * hour) })
  })
  it.each<LeaseState>(['ready', 'reminded'])('that is %s expires at the deadline, not a moment earlier', (state) => {
    expect(decide({ ...running, state }, ledger('up'), at(after(24 * hour - 1))).transition).not.toEqual({ to: 'expired' })
    expect(decide({ ...running, state }, ledger('up'), at(after(24 * hour))).transition).toEqual({ to: 'expired' })
  })
  it('expires even when nobody looked for a day', () => {
    expect(decide(running, ledger('up'), at(after(72 * hour))).transition).toEqual({ to: 'expired' })
  })
  it('goes on trying what was given up, at its turn', () => {
    const parts = ledger('up', { notebook: { state: 'given_up', nextTryAt: after(60_000) } })
    expect(decide(running, parts, at(after(59_999)))).toMatchObject({ due: [], wakeAt: after(60_000) })
    expect(dueParts(decide(running, parts, at(after(60_000))))).toEqual(['ensure notebook'])
  })
})

describe('a lease at its end', () => {
  const expired = lease({ state: 'expired', expiredAt: start })
  it('ends the sessions first and removes nothing before', () => {
    expect(decide(expired, ledger('up'), at(start))).toMatchObject({ endSessions: true, due: [], transition: null })
  })
  it('tries to end them again at their turn', () => {
    const parts = ledger('up', { identity: { nextTryAt: after(5000) } })
    expect(decide(expired, parts, at(after(1000)))).toMatchObject({ endSessions: false, wakeAt: after(5000) })
    expect(decide(expired, parts, at(after(5000)))).toMatchObject({ endSessions: true })
  })
  it('is not held up by them longer than a minute', () => {
    expect(decide(expired, ledger('up'), at(after(60_000))).transition).toEqual({ to: 'removing' })
  })
  const removing = lease({ state: 'removing' })
  it.each<PartState>(['up', 'waiting', 'given_up', 'retrying'])('removes the key before all that is %s', (state) => {
    expect(dueParts(decide(removing, ledger(state), at(start)))).toEqual(['remove data_key'])
  })
  it('waits with the rest while the key refuses', () => {
    const parts = ledger('up', { data_key: { state: 'removing', nextTryAt: after(1000) } })
    expect(decide(removing, parts, at(start))).toMatchObject({ due: [], wakeAt: after(1000) })
  })
  it('removes everything else at once when the key is gone, whatever was never made too', () => {
    const parts = ledger('up', { data_key: { state: 'removed', listedAfter: 0 }, notebook: { state: 'waiting' } })
    expect(dueParts(decide(removing, parts, at(start)))).toEqual(without('data_key').map((part) => `remove ${part}`))
  })
  it('is not gone while a neighbour still lists something', () => {
    const parts = ledger('removed', { notebook: { listedAfter: 1 } })
    const decision = decide(removing, parts, at(start))
    expect(decision.transition).toBeNull()
    expect(dueParts(decision)).toEqual(['remove notebook'])
  })
  it('is not gone before every neighbour was asked what is left', () => {
    expect(decide(removing, ledger('removed', { notebook: { listedAfter: null } }), at(start)).transition).toBeNull()
  })
  it('is gone when every part is removed and nothing is listed', () => {
    expect(decide(removing, ledger('removed'), at(start)).transition).toEqual({ to: 'gone' })
  })
  it('that failed is removed too, and stays failed', () => {
    expect(dueParts(decide(lease({ state: 'failed' }), ledger('up'), at(start)))).toEqual(['remove data_key'])
    expect(decide(lease({ state: 'failed' }), ledger('removed'), at(start))).toMatchObject({ transition: null, due: [] })
  })
  it('that is gone needs nothing for ever', () => {
    expect(decide(lease({ state: 'gone' }), ledger('removed'), at(after(999 * hour)))).toEqual({ transition: null, endSessions: false, due: [], wakeAt: null })
  })
})

describe('a part that a worker has claimed', () => {
  const claimed = (claimedUntil: Date) => ledger('up', { notebook: { state: 'running', claimedBy: 'worker 1', claimedUntil } })
  it('is left to the worker that lives', () => {
    expect(decide(running, claimed(after(1000)), at(start)).due).toEqual([])
  })
  it('is free in the moment in which the worker is dead', () => {
    expect(dueParts(decide(running, claimed(after(1000)), at(start, { dead: ['worker 1'] })))).toEqual(['ensure notebook'])
  })
  it('is free when the claim has run out', () => {
    expect(dueParts(decide(running, claimed(after(1000)), at(after(1000))))).toEqual(['ensure notebook'])
  })
})

describe('every state', () => {
  const states: LeaseState[] = ['warm', 'claimed', 'ready', 'reminded', 'provisioning']
  it.each(states)('%s makes again what is missing', (state) => {
    const facts = lease({ state, enterableAt: start, deadlineAt: after(24 * hour) })
    expect(dueParts(decide(facts, ledger('up', { dashboards: { state: 'waiting' } }), at(start)))).toEqual(['ensure dashboards'])
  })
  it('claimed has no deadline', () => {
    expect(decide(lease({ state: 'claimed', deadlineAt: start }), ledger('up'), at(after(99 * hour)))).toMatchObject({ transition: null, wakeAt: null })
  })
})

describe('the time to the next try', () => {
  it.each([[1, 1], [2, 2], [3, 4], [4, 8], [5, 16], [6, 30], [60, 30]])('after try %i is %i seconds', (attempts, seconds) => {
    expect(retryDelaySeconds(attempts, false)).toBe(seconds)
  })
  it('is a minute for a part that was given up', () => expect(retryDelaySeconds(1, true)).toBe(60))
})
