import { requestDemo } from '@/lib/demo/request-demo'
import { verifyRequest } from '@/lib/demo/verify-request'
import { expect } from 'vitest'
import { partDrivers } from '@/lib/demo/part-drivers'
import type { TestSystem } from '@/lib/testing/test-system'

/** Posts the form; the token is the one in the newest mail to this address. */
export async function requestToken(system: TestSystem, email: string): Promise<string> {
  await requestDemo(system, { email, industry: 'dairy' })
  const outbox = await system.db.asOperator((tx) =>
    tx.outboxMail.findMany({ where: { to: email, template: 'verify', sentAt: null } }),
  )
  const tokens = outbox.map((mail) => (mail.props as { token: string }).token)
  return tokens.at(-1) ?? expect.fail('no verification mail was written')
}

/** Posts the form and confirms the address: the id of the lease. */
export async function startLease(system: TestSystem, email: string): Promise<string> {
  const verified = await verifyRequest(system, await requestToken(system, email))
  return verified.ok ? verified.leaseId : expect.fail(verified.because)
}

export const leaseOf = (system: TestSystem, leaseId: string) =>
  system.db.asOperator((tx) => tx.lease.findFirstOrThrow({ where: { id: leaseId } }))

export const partsOf = (system: TestSystem, leaseId: string) =>
  system.db.asOperator((tx) => tx.leasePart.findMany({ where: { leaseId } }))

/** What every neighbour lists under the prefix of leases, by part. */
export async function listAll(system: TestSystem): Promise<Record<string, string[]>> {
  const lists = Object.entries(partDrivers(system)).map(async ([part, driver]) => {
    const names = await driver.list()
    return [part, names.ok ? names.value : [names.failure.message]] as const
  })
  return Object.fromEntries(await Promise.all(lists))
}

export const nothingListed = {
  identity: [], data_key: [], object_space: [], plant_data: [], notebook: [], dashboards: [], mail_schedule: [],
}
