import { insertStory } from '@/lib/plant/insert-story'
import type { Person } from '@/lib/auth/person'
import type { HeldRole } from '@/lib/auth/capabilities'
import type { Role } from '@/lib/generated/prisma/client'
import { generateStory, type Industry, siteOf } from '@/lib/story/story'
import type { System } from '@/lib/system'

/** A tenant that holds a whole story, its future too, as if it had been recorded: quick, and every event has its end. */
export async function plantWithStory(system: System, tenantId: string, industry: Industry, storyDate: string): Promise<void> {
  const { name, timeZone } = siteOf(industry)
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'demo', name, timeZone } })
    await insertStory(tx, tenantId, generateStory(industry, storyDate), { rawFrom: new Date(`${storyDate}T00:00:00Z`) })
  })
}

/** Somebody of this tenant who holds these roles. */
export const personOf = (tenantId: string, roles: HeldRole[] = [{ role: 'demo_user', nodeId: '' }]): Person => ({
  accountId: `${tenantId}-person`, tenantId, email: 'operator@example.com', name: 'Operator', roles, places: null, sessionHash: '', preferences: {}, lease: null, impersonation: null,
})

/** A customer's dairy with these people, each with one role at a place (`''`: all of it). */
export async function customersPlantWithStory(system: System, tenantId: string, people: [id: string, role: Role, nodeId: string][]): Promise<void> {
  await plantWithStory(system, tenantId, 'dairy', '2026-03-09')
  await system.db.asOperator(async (tx) => {
      await tx.tenant.update({ where: { id: tenantId }, data: { kind: 'customer' } })
      for (const [id, role, nodeId] of people) {
        await tx.account.create({ data: { tenantId, id, email: `${id}@example.com`, name: id } })
        await tx.roleGrant.create({ data: { tenantId, accountId: id, role, nodeId } })
      }
  })
}
