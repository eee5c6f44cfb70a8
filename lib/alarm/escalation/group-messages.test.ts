import { describe, expect, it } from 'vitest'
import { type DueNotification, groupMessages, type Standing } from '@/lib/alarm/escalation/group-messages'

const now = new Date('2026-03-09T12:00:00Z')
const calm: Standing = { disabled: false, begunLately: 0, lastSummaryAt: null }
const due = (id: string, more: Partial<DueNotification> = {}): DueNotification => ({ id, kind: 'raised', messageId: null, acknowledged: false, shelved: false, stepGone: false, ...more })
const many = (count: number) => Array.from({ length: count }, (_, i) => due(`n${i}`))
/** "n0", or "n0+n1" for a summary. */
const sent = (rows: DueNotification[], standing: Partial<Standing> = {}) => groupMessages(rows, { ...calm, ...standing }, now).messages.map(({ id, rows: members }) => `${id}: ${members.map((row) => row.id).join('+')}`)

describe('due notifications of one target', () => {
  it('are sent singly up to ten in ten minutes, the others as one message', () => {
    expect(sent(many(3))).toEqual(['n0: n0', 'n1: n1', 'n2: n2'])
    const flood = groupMessages(many(24), calm, now)
    expect(flood.messages.map(({ rows }) => rows.length)).toEqual([...Array(10).fill(1), 14])
    expect(flood.summed).toBe(true)
    expect(sent(many(3), { begunLately: 9 })).toEqual(['n0: n0', 'n1: n1+n2'])
  })

  it('of a flood wait for the next summary, a minute after the one before', () => {
    const before = new Date(now.getTime() - 20_000)
    const flood = groupMessages(many(3), { ...calm, begunLately: 30, lastSummaryAt: before }, now)
    expect(flood.messages).toEqual([])
    expect(flood.waiting).toMatchObject({ until: new Date(now.getTime() + 40_000) })
    expect(sent(many(3), { begunLately: 30, lastSummaryAt: new Date(now.getTime() - 60_000) })).toEqual(['n0: n0+n1+n2'])
  })

  it('that were sent before stay as they were grouped, flood or not', () => {
    const rows = [due('a', { messageId: 'a' }), due('b', { messageId: 'x' }), due('c', { messageId: 'x' }), due('d')]
    expect(sent(rows, { begunLately: 30, lastSummaryAt: now })).toEqual(['a: a', 'x: b+c'])
  })

  it('are dropped with the reason when nobody needs to hear of them any more', () => {
    const rows = [due('seen', { acknowledged: true }), due('hidden', { shelved: true }), due('stepless', { stepGone: true }), due('back', { kind: 'returned', acknowledged: true })]
    const { messages, dropped } = groupMessages(rows, calm, now)
    expect(messages.map(({ id }) => id)).toEqual(['back'])
    expect(dropped.map(({ row, why }) => `${row.id}: ${why}`)).toEqual(['seen: Somebody acknowledged the alarm before it was delivered.', 'hidden: The rule is shelved.', 'stepless: The step was removed.'])
    expect(groupMessages(many(2), { ...calm, disabled: true }, now)).toMatchObject({ messages: [], dropped: [{ why: 'The target is disabled.' }, {}] })
  })
})
