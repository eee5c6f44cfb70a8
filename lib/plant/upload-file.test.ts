import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { withFaults } from '@/lib/adapters/faults'
import { objectOfLink } from '@/lib/api/object-of-link'
import { linkForUpload } from '@/lib/plant/upload-file'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

describe('a link for an upload', () => {
  let system: TestSystem
  const person = { tenantId: 'demo-a' }
  beforeAll(async () => {
    system = await testSystem()
    await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'demo-a', kind: 'demo', name: 'A' } }))
    value(await ensureDataKey(system.db, system.keys, 'demo-a'))
    value(await system.objects.ensureSpace('demo-a'))
    value(await system.objects.put('demo-a', 'uploads/there.csv', Buffer.from('x')))
  })
  afterAll(() => system.stop())

  it('leads to the person’s own space and that one file', async () => {
    const url = await linkForUpload(system, person, 'new.csv')
    expect(objectOfLink(system.settings.secret, { method: 'PUT', url }, system.clock.now())).toEqual({ space: 'demo-a', path: 'uploads/new.csv' })
  })

  it('is refused for a name that is taken, with what to do', async () => {
    await expect(linkForUpload(system, person, 'there.csv')).rejects.toThrow('Give yours another name')
  })

  it.each(['../samples/a.csv', 'a\n.csv', ''])('is refused for %j', async (name) => {
    await expect(linkForUpload(system, person, name)).rejects.toThrow('cannot be stored')
  })

  it('is refused while the store is down, and says that nothing was uploaded', async () => {
    const down = { ...system, objects: withFaults(system.objects, 'down').port }
    await expect(linkForUpload(down, person, 'new.csv')).rejects.toThrow('Nothing was uploaded')
  })
})
