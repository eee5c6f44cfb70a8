import { expect } from 'vitest'
import { checkStatement } from '@/lib/demo/certificate'
import { certificateKey } from '@/lib/demo/certificate-key'
import { partList } from '@/lib/demo/part-list'
import { leaseOf, listAll, nothingListed, partsOf } from '@/lib/testing/lease-steps'
import type { TestSystem } from '@/lib/testing/test-system'

/** Ready once: every neighbour lists the lease once, one account, one welcome. */
export async function expectReadyOnce(system: TestSystem, leaseId: string) {
  expect((await partsOf(system, leaseId)).map(({ part, state }) => `${part} ${state}`).toSorted()).toEqual(partList.map(({ part }) => `${part} up`).toSorted())
  expect(await listAll(system)).toEqual(Object.fromEntries(partList.map(({ part }) => [part, [`demo-${leaseId}`]])))
  const welcomes = await system.db.asOperator((tx) => tx.outboxMail.count({ where: { leaseId, template: 'welcome' } }))
  expect(welcomes).toBe(1)
}

/** Gone once: no neighbour lists anything, one certificate that verifies, one farewell. */
export async function expectGoneOnce(system: TestSystem, leaseId: string) {
  expect((await leaseOf(system, leaseId)).state).toBe('gone')
  expect(await listAll(system)).toEqual(nothingListed)
  const certificates = await system.db.asOperator((tx) => tx.deletionCertificate.findMany({ where: { leaseId } }))
  expect(certificates.map((one) => checkStatement(one, certificateKey(system.settings.varDir).publicPem))).toEqual([{ holds: true }])
  expect(await system.db.asOperator((tx) => tx.outboxMail.count({ where: { leaseId, template: 'gone' } }))).toBe(1)
}
