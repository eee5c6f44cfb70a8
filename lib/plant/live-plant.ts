import { ensureLivingSource, sendBeat } from '@/lib/plant/living-sensors'
import { playEvents, sensorsAt } from '@/lib/plant/play-story'
import type { System } from '@/lib/system'

export const beatSeconds = 10
export const plantChannel = 'plant_beat'

/**
 * One beat of every open demo plant: what the story lets happen since the last beat happens, sensors report. A plant
 * that was asleep (pool, restart) catches up at its next beat. Returns how many plants beat.
 */
export async function beatPlants(system: System): Promise<number> {
  const plants = await system.db.asOperator(async (tx) => {
    const stopped = await tx.lease.findMany({ where: { state: 'stopped' }, select: { name: true } })
    return tx.tenant.findMany({
      // One that was claimed lives on until its story ends.
      where: { kind: { in: ['demo', 'customer'] }, livedUntil: { not: null }, storyTenantId: { not: null }, id: { notIn: stopped.map(({ name }) => name) } },
      select: { id: true },
    })
  })
  for (const { id } of plants) {
    await beatPlant(system, id).catch((error: unknown) => system.log.error({ tenant: id, error }, 'plant missed a beat'))
  }
  return plants.length
}

async function beatPlant(system: System, tenantId: string) {
  const now = system.clock.now()
  const readings = await system.db.asOperator(async (tx) => {
    // A plant that is being removed, or that another worker beats, is left alone.
    const [tenant] = await tx.$queryRaw<{ story_tenant_id: string; lived_until: Date }[]>`
      SELECT story_tenant_id, lived_until FROM tenant WHERE id = ${tenantId} FOR NO KEY UPDATE SKIP LOCKED`
    if (!tenant || tenant.lived_until >= now) return null
    await playEvents(tx, { tenantId, storyId: tenant.story_tenant_id, from: tenant.lived_until, until: now })
    await ensureLivingSource(tx, system.settings.secret, tenantId, now)
    await tx.tenant.update({ where: { id: tenantId }, data: { livedUntil: now } })
    await tx.$executeRaw`SELECT pg_notify(${plantChannel}, ${tenantId})`
    return sensorsAt(tx, { storyId: tenant.story_tenant_id, at: now })
  })
  if (readings) await sendBeat(system, tenantId, now, readings)
}
