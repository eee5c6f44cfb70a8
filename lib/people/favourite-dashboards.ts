import type { Person } from '@/lib/auth/person'
import type { System } from '@/lib/system'

/** `own/<id>` or `tool/<id>`. */
export const dashboardKey = (kind: 'own' | 'tool', id: string): string => `${kind}/${id}`

const most = 50

/** Keys of the dashboards that this person put first. */
export function favouritesOf({ preferences }: Pick<Person, 'preferences'>): Set<string> {
  const kept = preferences.favouriteDashboards
  return new Set(Array.isArray(kept) ? kept.filter((key): key is string => typeof key === 'string') : [])
}

/** Puts a dashboard first, or back. Two tabs that do it at once each keep what the other did. */
export async function setFavourite(system: System, { tenantId, accountId }: Person, key: string, isFavourite: boolean): Promise<void> {
  await system.db.asOperator(async (tx) => {
    await tx.$queryRaw`SELECT id FROM account WHERE tenant_id = ${tenantId} AND id = ${accountId} FOR UPDATE`
    const where = { tenantId_id: { tenantId, id: accountId } }
    const account = await tx.account.findUniqueOrThrow({ where, select: { preferences: true } })
    const preferences = (account.preferences ?? {}) as Record<string, unknown>
    const others = [...favouritesOf({ preferences })].filter((one) => one !== key)
    const favouriteDashboards = isFavourite ? [...others, key].slice(-most) : others
    await tx.account.update({ where, data: { preferences: { ...preferences, favouriteDashboards } } })
  })
}

/** Favourites first, else as they came. */
export const favouritesFirst = <T extends { isFavourite: boolean }>(entries: T[]): T[] => entries.toSorted((a, b) => Number(b.isFavourite) - Number(a.isFavourite))
