import { done, type Outcome } from '@/lib/adapters/outcome'
import type { Lease, Tenant } from '@/lib/generated/prisma/client'
import { ensureLivingSource } from '@/lib/plant/living-sensors'
import { copyAlarms, copyPhaseOne, copyPlantModel, copyReadings, copyRollups, openRollups, playEvents } from '@/lib/plant/play-story'
import { historyDays, openingDays } from '@/lib/plant/recorded-from'
import { ensureStory, industryOf, rawDaysBefore, storyDateFor } from '@/lib/plant/stories'
import type { System } from '@/lib/system'
import { countTenantRows, listTenantsWithRows, removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { siteOf } from '@/lib/story/story'

const dayMs = 86_400_000

/** Days of history written at once. */
const stepDays = 5

/**
 * Gives the lease its plant: first the last days, so that a person can work, then the rest of the history backwards.
 * Killed anywhere, it goes on where it stopped. `paced` runs each step of the history when others can spare it.
 */
export async function provisionPlant(
  system: System,
  lease: Pick<Lease, 'name' | 'industry'>,
  progress: (share: number, note: string) => Promise<void>,
  paced: (work: () => Promise<void>) => Promise<void> = (work) => work(),
): Promise<Outcome<string>> {
  const tenant = await openPlant(system, lease)
  const lived = tenant.livedUntil!
  const start = lived.getTime() - historyDays * dayMs
  await progress(1 / historyDays, 'open; history follows')
  for (let from = tenant.historyFrom!.getTime(); from > start; ) {
    const to = from
    from = Math.max(start, from - stepDays * dayMs)
    await paced(() => extendHistory(system, tenant, { from: new Date(from), to: new Date(to) }))
    const days = Math.round((lived.getTime() - from) / dayMs)
    await progress(days / historyDays, `${days} of ${historyDays} days`)
  }
  return done(`${historyDays} days`)
}

/** Model, the last days' events, the last day's machine states and signals, in one transaction. A plant that is open already is only looked up. */
async function openPlant(system: System, lease: Pick<Lease, 'name' | 'industry'>): Promise<Tenant> {
  const now = system.clock.now()
  const found = await system.db.asOperator((tx) => tx.tenant.findUnique({ where: { id: lease.name } }))
  if (found?.livedUntil) return found
  const industry = industryOf(lease.industry)
  const storyDate = storyDateFor(industry, now)
  const storyId = await ensureStory(system, industry, storyDate)
  return system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('plant'), hashtext(${lease.name}))`
    const current = await tx.tenant.findUnique({ where: { id: lease.name } })
    if (current?.livedUntil) return current
    await copyPlantModel(tx, lease.name, storyId)
    const dayAgo = new Date(now.getTime() - dayMs)
    const opening = new Date(now.getTime() - openingDays * dayMs)
    await playEvents(tx, { tenantId: lease.name, storyId, from: opening, until: now, statesFrom: dayAgo })
    await copyPhaseOne(tx, { tenantId: lease.name, storyId, until: now })
    await copyRollups(tx, { tenantId: lease.name, storyId, from: dayAgo, to: now, until: now })
    const twoHoursAgo = new Date(now.getTime() - 2 * 3_600_000)
    await copyReadings(tx, { tenantId: lease.name, storyId, from: twoHoursAgo, to: now })
    await openRollups(tx, { tenantId: lease.name, now })
    await copyAlarms(tx, { tenantId: lease.name, storyId, from: dayAgo, to: now, until: now })
    await ensureLivingSource(tx, system.settings.secret, lease.name, now)
    const facts = {
      storyTenantId: storyId,
      storyDate: new Date(`${storyDate}T00:00:00Z`),
      historyFrom: dayAgo,
      livedUntil: now,
    }
    const site = siteOf(industry)
    const model = { id: lease.name, kind: 'demo' as const, name: site.name, timeZone: site.timeZone, industry: lease.industry }
    return tx.tenant.upsert({ where: { id: lease.name }, create: { ...model, ...facts }, update: facts })
  })
}

async function extendHistory(system: System, tenant: Tenant, { from, to }: { from: Date; to: Date }) {
  const storyId = tenant.storyTenantId!
  const rawFrom = new Date(tenant.livedUntil!.getTime() - rawDaysBefore * dayMs)
  await system.db.asOperator(async (tx) => {
    // The story's first moments lie before the month; the last step takes them along.
    const isLast = from.getTime() <= tenant.livedUntil!.getTime() - historyDays * dayMs
    await playEvents(tx, { tenantId: tenant.id, storyId, from: isLast ? null : from, until: to, now: tenant.livedUntil! })
    await copyRollups(tx, { tenantId: tenant.id, storyId, from, to, until: tenant.livedUntil! })
    await copyAlarms(tx, { tenantId: tenant.id, storyId, from, to, until: tenant.livedUntil! })
    if (to > rawFrom) await copyReadings(tx, { tenantId: tenant.id, storyId, from, to: new Date(Math.min(to.getTime() + dayMs, tenant.livedUntil!.getTime())) })
    await tx.tenant.update({ where: { id: tenant.id }, data: { historyFrom: from } })
  })
}

export const removePlant = async (system: System, name: string): Promise<Outcome> => {
  await removeTenantRows(system.db, name)
  return done()
}

/** Demo tenants that hold any row, whether or not a lease knows them. */
export const listPlants = async (system: System, prefix: string): Promise<Outcome<string[]>> =>
  done(await listTenantsWithRows(system.db, prefix))

export const countRows = (system: System, name: string) => countTenantRows(system.db, name)
