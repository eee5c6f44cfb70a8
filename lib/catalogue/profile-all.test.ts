import { expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { catalogueTables } from '@/lib/catalogue/catalogue-tables'
import { expectations } from '@/lib/catalogue/expectations'
import { profileAll } from '@/lib/catalogue/profile-table'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { customerWith } from '@/lib/testing/customer'
import { testSystem } from '@/lib/testing/test-system'

it('at night every table of every customer is measured; one that cannot be read holds up nobody, and a demo waits until somebody asks', { timeout: 180_000 }, async () => {
  const system = await testSystem()
  try {
    for (const id of ['a-destroyed', 'customer', 'demo']) {
      await customerWith(system, id)
      value(await ensureDataKey(system.db, system.keys, id))
      value(await system.objects.ensureSpace(id))
    }
    await system.db.asOperator((tx) => tx.tenant.update({ where: { id: 'demo' }, data: { kind: 'demo' } }))
    value(await system.keys.destroy('a-destroyed'))
    await system.db.asOperator((tx) => tx.stop.create({ data: { tenantId: 'customer', id: 's', lineId: 'line-1', kind: 'planned', reasonCode: '', startsAt: system.clock.now() } }))
    await profileAll(system)
    await system.db.asOperator(async (tx) => {
      const measured = await tx.tableProfile.findMany()
      expect([...new Set(measured.map(({ tenantId }) => tenantId))]).toEqual(['customer'])
      expect(measured.map(({ tableName }) => tableName).toSorted()).toEqual(catalogueTables.map(({ sqlName }) => sqlName).toSorted())
      expect(measured.find(({ tableName }) => tableName === 'silver.stops')).toMatchObject({ rows: 1n, madeAt: system.clock.now() })
      const scores = await tx.tableQuality.findMany({ where: { tenantId: 'customer' } })
      expect(scores.map(({ tableName }) => tableName).filter((name) => expectations[name]).toSorted()).toEqual(Object.keys(expectations).toSorted())
    })
  } finally {
    await system.stop()
  }
})
