import { describe, expect, it } from 'vitest'
import { leaseFilterFrom, statesOf } from '@/lib/admin/lease-filter'
import { LeaseState } from '@/lib/generated/prisma/client'

describe('the filter of the leases', () => {
  it('puts every state of a lease into exactly one group', () => {
    expect(Object.values(statesOf).flat().sort()).toEqual(Object.values(LeaseState).sort())
  })
  it('shows everything when the address says nothing that can be read', () => {
    expect(leaseFilterFrom({})).toEqual({ group: 'all', search: '' })
    expect(leaseFilterFrom({ state: 'toString', q: ['a', 'b'] })).toEqual({ group: 'all', search: '' })
  })
  it('searches without regard to case and surrounding space', () => {
    expect(leaseFilterFrom({ state: 'ended', q: ' Demo-7K ' })).toEqual({ group: 'ended', search: 'demo-7k' })
  })
})
