'use server'

import { z } from 'zod'
import { endSessionsOf, setAccountStatus } from '@/lib/admin/person-actions'
import { manageAction } from '@/lib/http/manage-action'
import { Refusal } from '@/lib/http/problem'
import { startImpersonation } from '@/lib/people/impersonate'
import { invitePeople } from '@/lib/people/invite-people'
import { invitePerson, withdrawInvitation } from '@/lib/people/invite'
import { giveRole, takeRole } from '@/lib/people/roles'
import { tenantRoles } from '@/lib/people/role-words'
import { system } from '@/lib/system'

const accountId = z.string().min(1).max(80)
const nodeId = z.string().max(200)
const role = z.enum(tenantRoles)
const email = z.email('Write the address as name@company.com.').max(320)
const reason = z.string().trim().min(3, 'Say why: it stands in the audit trail.').max(200)

export const invite = manageAction({ email, name: z.string().trim().max(120), role, nodeId }, ({ tenantId, ...invited }, person) => invitePerson(system(), tenantId, invited, person.email))

export const withdraw = manageAction({ id: z.string().max(80) }, ({ tenantId, id }, person) => withdrawInvitation(system(), tenantId, id, person.email))

export const give = manageAction({ accountId, role, nodeId }, (grant, person) => giveRole(system(), grant, person.email))

export const take = manageAction({ accountId, role, nodeId }, (grant, person) => takeRole(system(), grant, person.email))

export const inviteCsv = manageAction({ csv: z.string().max(2_000_000, 'The file is too large: send at most 2 MB.'), dry: z.boolean() }, ({ tenantId, csv, dry }, person) => invitePeople(system(), tenantId, csv, { dry, actor: person.email }))

export const signOutEverywhere = manageAction({ accountId }, async (key, person) => orRefuse(await endSessionsOf(system(), key, person.email)))

export const setStatus = manageAction({ accountId, status: z.enum(['active', 'disabled']) }, async ({ status, ...key }, person) => orRefuse(await setAccountStatus(system(), key, status, person)))

/** For administrators of the platform: those of a tenant see its plant as themselves. */
export const lookAs = manageAction({ accountId, reason }, async (input, person) => {
  if (person.tenantId !== 'platform') throw new Refusal(403, 'Not allowed', 'Only administrators of the platform look as somebody else.')
  return startImpersonation(system(), person, input)
})

function orRefuse(result: { ok: true } | { ok: false; because: string }): void {
  if (!result.ok) throw new Refusal(409, 'Not done', result.because)
}
