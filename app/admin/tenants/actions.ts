'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { storedIndustry } from '@/lib/plant/stories'
import { system } from '@/lib/system'
import { createTenant, slugOf } from '@/lib/tenancy/create-tenant'
import { resumeTenant, scheduleDeletion, suspendTenant, undoDeletion } from '@/lib/tenancy/tenant-life'

const text = (what: string) => z.string().trim().min(1, `Give the ${what} a name.`).max(80)
const tenantId = z.string().min(1).max(80)
const reason = z.string().trim().min(3, 'Say why: it stands in the audit trail.').max(200)

const newTenant = z.object({
  name: text('tenant'),
  id: z.string().trim().max(40),
  timeZone: z.string().trim().max(60),
  industry: z.enum(['dairy', 'chemical', 'oil-and-gas', 'pharma']),
  placement: z.enum(['shared', 'dedicated']),
  cellUrl: z.string().trim().max(200),
  siteName: text('site'),
  areaName: text('area'),
  lineName: text('line'),
})

/** Answers the slug. */
export const makeTenant = action('admin', newTenant, async ({ input, person }) => {
  const tenant = { ...input, id: input.id || slugOf(input.name), industry: storedIndustry(input.industry) }
  await createTenant(system(), tenant, person!.email)
  return tenant.id
})

export const suspend = action('admin', z.object({ tenantId, reason }), ({ input, person }) => suspendTenant(system(), input.tenantId, input.reason, person!.email))

export const resume = action('admin', z.object({ tenantId }), ({ input, person }) => resumeTenant(system(), input.tenantId, person!.email))

export const deleteTenant = action('admin', z.object({ tenantId, typed: z.string().max(80), reason }), ({ input, person }) => scheduleDeletion(system(), input.tenantId, input.typed, input.reason, person!.email))

export const keepTenant = action('admin', z.object({ tenantId }), ({ input, person }) => undoDeletion(system(), input.tenantId, person!.email))
