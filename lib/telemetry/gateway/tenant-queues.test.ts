import { describe, expect, it } from 'vitest'
import { TenantQueues } from '@/lib/telemetry/gateway/tenant-queues'

describe('many tenants', () => {
  it('have their turns one after the other: a flood of one does not delay another', async () => {
    const queues = new TenantQueues({ tenantBytes: 1, totalBytes: 1 })
    const order: string[] = []
    const work = (tenant: string) => queues.inTurn(tenant, () => void order.push(tenant))
    const flood = Array.from({ length: 1000 }, () => work('flood'))
    // Both come when the flood is under way already.
    await Promise.race(flood)
    const before = order.length
    await Promise.all([work('small'), work('other')])
    expect(order.slice(before).filter((tenant) => tenant === 'flood').length).toBeLessThanOrEqual(2)
    await Promise.all(flood)
    expect(order.length).toBe(1002)
  })

  it('each hold as much as they may, and no more than there is; what is let go is free again', () => {
    const queues = new TenantQueues({ tenantBytes: 10, totalBytes: 15 })
    expect([queues.reserve('a', 10), queues.reserve('a', 1), queues.reserve('b', 5), queues.reserve('c', 1)]).toEqual([true, false, true, false])
    queues.release('a', 10)
    expect([queues.heldBytes, queues.reserve('c', 10), queues.reserve('a', 1)]).toEqual([5, true, false])
  })

  it('are not held up by work that fails', async () => {
    const queues = new TenantQueues({ tenantBytes: 1, totalBytes: 1 })
    const bad = queues.inTurn('a', () => {
      throw new Error('no')
    })
    await expect(bad).rejects.toThrow('no')
    expect(await queues.inTurn('a', () => 7)).toBe(7)
  })
})
