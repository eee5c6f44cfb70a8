import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTenantUsage } from '@/lib/admin/load-tenant-usage'
import { metricIn } from '@/lib/admin/load-servers'
import { dayAfter } from '@/lib/metering/meters'
import { customerWith, licensed } from '@/lib/testing/customer'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

let system: TestSystem
beforeAll(async () => void (system = await testSystem()))
afterAll(() => system.stop())

const today = '2026-03-09'
const use = (tenantId: string, meter: 'readings' | 'stored_bytes', quantityOf: (daysAgo: number) => number) =>
  system.db.asOperator((tx) => tx.usageDay.createMany({ data: Array.from({ length: 20 }, (_, daysAgo) => ({ tenantId, meter, day: new Date(dayAfter(today, -daysAgo)), quantity: BigInt(quantityOf(daysAgo)), events: 1 })) }))

describe('usage of tenants', () => {
  it('puts those that need a look first: near a limit, over it, or unusual yesterday', async () => {
    for (const [id, users] of [['calm', 3], ['near', 45], ['unusual', 3]] as const) {
      await customerWith(system, id, { users })
      await licensed(system, id, { edition: 'starter' })
    }
    await use('calm', 'readings', (daysAgo) => 1000 + daysAgo)
    await use('near', 'stored_bytes', () => 1.2e12)
    await use('unusual', 'readings', (daysAgo) => (daysAgo === 1 ? 90_000 : 1000 + (daysAgo % 3)))
    const rows = await loadTenantUsage(system)
    expect(rows.map(({ tenantId }) => tenantId)).toEqual(['near', 'unusual', 'calm'])
    expect(rows[0]!.limits.map(({ what, level }) => [what, level])).toEqual([['sites', 'reached'], ['users', 'near'], ['storedBytes', 'over']])
    expect(rows[1]!.anomalies).toMatchObject([{ label: 'Readings', value: 90_000, day: '2026-03-08', isAnomaly: true }])
    expect(rows[2]!.anomalies).toEqual([])
    expect(rows[2]!.today).toMatchObject({ readings: 1000, 'stored-bytes': null })
  })
})

it('one value is read from the text of Prometheus', () => {
  const text = '# HELP a x\n# TYPE a gauge\na 12.5\na_total{b="c"} 3\n'
  expect([metricIn(text, 'a'), metricIn(text, 'a_total')]).toEqual([12.5, null])
})
