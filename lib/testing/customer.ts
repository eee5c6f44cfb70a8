import { issueLicence, installLicence, type LicenceWish } from '@/lib/licence/licences'
import type { TestSystem } from '@/lib/testing/test-system'

/** A customer with a site, an area and so many lines and people; made in the database. */
export async function customerWith(system: TestSystem, id: string, { lines = 1, users = 1, createdAt = new Date('2026-01-01') } = {}): Promise<string> {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'customer', name: `Customer ${id}`, createdAt } })
    const nodes = [
      { id: 'site', parentId: null, level: 'site' as const, name: 'Site', path: 'site', position: 0 },
      ...Array.from({ length: lines }, (_, i) => ({ id: `line-${i + 1}`, parentId: 'site', level: 'line' as const, name: `Line ${i + 1}`, path: `site/line-${i + 1}`, position: i })),
    ]
    await tx.plantNode.createMany({ data: nodes.map((node) => ({ ...node, tenantId: id })) })
    await tx.account.createMany({ data: Array.from({ length: users }, (_, i) => ({ tenantId: id, id: `${id}-person-${i + 1}`, email: `person-${i + 1}@${id}.example.com`, name: `Person ${i + 1}` })) })
  })
  return id
}

/** Issues a licence with this installation's key and installs it. */
export async function licensed(system: TestSystem, tenantId: string, wish: Partial<LicenceWish> = {}): Promise<string> {
  const { id, file } = await issueLicence(system, { tenantId, edition: 'professional', trial: false, validFrom: '2026-01-01', validUntil: '2026-12-31', graceDays: 14, ...wish }, 'operator@example.com')
  await installLicence(system, file, 'operator@example.com')
  return id
}
