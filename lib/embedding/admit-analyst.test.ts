import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BiTool } from '@/lib/adapters/bi/port'
import { admitAnalyst } from '@/lib/embedding/admit-analyst'
import type { Role } from '@/lib/generated/prisma/client'
import { suspendTenant } from '@/lib/tenancy/tenant-life'
import { customerWith } from '@/lib/testing/customer'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'

describe('at the tool’s own door', () => {
  let system: TestSystem
  const biTool = { connectionsOf: (tenantId: string) => [tenantId] } as unknown as BiTool
  const admit = (tenant: string, username: string, subject = 'b6f1a7a4-3c1e-4f0e-9a55-2d7f0d0f4c11') => admitAnalyst({ db: system.db, biTool }, { tenant, username, subject })

  beforeAll(async () => {
    system = await testSystem()
    for (const id of ['acme', 'other', 'closed']) await customerWith(system, id)
    for (const id of ['acme', 'other', 'closed', 'platform']) {
      for (const role of ['admin', 'data_engineer', 'data_analyst', 'viewer', 'sales'] satisfies Role[]) await account(id, idOf(id, role), role)
    }
    await account('acme', 'acme-line', 'data_analyst', 'line-1')
    await account('acme', 'acme-disabled', 'data_analyst')
    await system.db.asOperator((tx) => tx.account.update({ where: { email: 'acme-disabled@example.com' }, data: { status: 'disabled' } }))
    await suspendTenant(system, 'closed', 'bill unpaid', 'grace@example.com')
  })
  afterAll(() => system.stop())

  const idOf = (tenantId: string, role: string) => `${tenantId}-${role.replace('_', '-')}`
  const account = (tenantId: string, id: string, role: Role, nodeId = '') =>
    system.db.asOperator(async (tx) => {
      await tx.account.create({ data: { tenantId, id, email: `${id}@example.com`, name: id } })
      await tx.roleGrant.create({ data: { tenantId, accountId: id, role, nodeId } })
    })

  it.each(['admin', 'data_engineer', 'data_analyst'])('a plant’s %s reads that plant', async (role) => expect(await admit('acme', idOf('acme', role))).toEqual({ connections: ['acme'] }))

  it.each([
    ['who may only look', 'acme', 'acme-viewer'],
    ['who sells', 'acme', 'acme-sales'],
    ['who holds the role on one line', 'acme', 'acme-line'],
    ['who is disabled', 'acme', 'acme-disabled'],
    ['whose plant is suspended', 'closed', 'closed-data-analyst'],
    ['who belongs to another plant', 'other', 'acme-data-analyst'],
    ['who is nobody', 'acme', 'nobody'],
    ['whose plant is none', 'nowhere', 'acme-data-analyst'],
    ['who works for the platform without administering it', 'platform', 'platform-data-engineer'],
    ['who sells for the platform', 'platform', 'platform-sales'],
    ['who calls himself after a demo', 'acme', 'demo-acme'],
  ])('%s reads nothing', async (_, tenant, username) => expect(await admit(tenant, username)).toBeNull())

  it('an administrator of the platform looks after the tool', async () => expect(await admit('platform', 'platform-admin')).toEqual({ connections: null }))
})
