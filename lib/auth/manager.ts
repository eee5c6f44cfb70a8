import { notFound, redirect } from 'next/navigation'
import { may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import type { Tenant } from '@/lib/generated/prisma/client'
import { system } from '@/lib/system'

/** Who may manage this tenant: its own administrators, and those of the platform. Never while looking as somebody else. */
export const mayManage = (person: Person, tenantId: string): boolean =>
  !person.impersonation && (person.tenantId === 'platform' ? may(person.roles, 'admin') : person.tenantId === tenantId && may(person.roles, 'tenant.admin'))

export interface Manager {
  person: Person
  tenant: Tenant
  /** An administrator of the platform, not of this tenant. */
  isPlatform: boolean
}

/** For the pages under /manage/<tenant>: another's tenant is not there, as one that is not there or lives in a cell. */
export async function requireManager(tenantId: string): Promise<Manager> {
  const person = await currentPerson()
  if (!person) redirect('/sign-in')
  if (!mayManage(person, tenantId)) notFound()
  const tenant = await system().db.inTenant(tenantId, (tx) => tx.tenant.findFirst({ where: { kind: 'customer', cellUrl: null } }))
  if (!tenant) notFound()
  return { person, tenant, isPlatform: person.tenantId === 'platform' }
}
