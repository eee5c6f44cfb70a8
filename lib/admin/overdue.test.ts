import { describe, expect, it } from 'vitest'
import { overdueParts } from '@/lib/admin/overdue'

const end = new Date('2026-03-12T12:00:00Z')
const after = (minutes: number) => new Date(end.getTime() + minutes * 60_000)
const removing = { state: 'removing', deadlineAt: end, expiredAt: end } as const
const left = { part: 'object_space', state: 'removing', listedAfter: 41 } as const
const gone = { part: 'data_key', state: 'removed', listedAfter: 0 } as const
const unasked = { part: 'notebook', state: 'removed', listedAfter: null } as const

describe('what is left over', () => {
  it('is no alarm within five minutes of the end', () => {
    expect(overdueParts(removing, [left], after(5))).toEqual([])
  })
  it('is every part of which the system did not answer "nothing" after that', () => {
    expect(overdueParts(removing, [left, gone, unasked], after(6))).toEqual([left, unasked])
  })
  it('counts although no worker has noticed the deadline', () => {
    expect(overdueParts({ state: 'ready', deadlineAt: end, expiredAt: null }, [{ ...left, state: 'up' }], after(6))).toHaveLength(1)
  })
  it('does not count a plant that was kept, or one that still runs', () => {
    expect(overdueParts({ ...removing, state: 'claimed' }, [left], after(60))).toEqual([])
    expect(overdueParts({ state: 'ready', deadlineAt: after(120), expiredAt: null }, [left], after(60))).toEqual([])
  })
})
