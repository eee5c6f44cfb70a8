import { readSignedId, signId } from '@/lib/auth/signed-id'
import { trinoToken } from '@/lib/lake/query/trino-client'
import { listFigureTables } from '@/lib/lake/tables/open-tables'
import { ensurePlantCatalog } from '@/lib/lake/tables/trino-catalogs'
import { trinoUser } from '@/lib/lake/tables/trino-policy'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import type { System } from '@/lib/system'
import { biLogins } from '@/lib/tenancy/bi-logins'

export interface OpenLake {
  /** Of Trino. */
  url: string
  user: string
  catalog: string
  /** Trino takes it from `user` for `tokenSeconds`. */
  token: string
  timeZone: string
}

/** Longer than any question of the tool may take. */
const tokenSeconds = 300
const answerMs = 20_000

/** What a BI tool's connection to a plant's open tables holds: it opens nothing itself, it names the plant to the portal. */
export const lakePassword = (secret: string, tenantId: string): string => signId(secret, 'bi-lake', tenantId)

/**
 * With what the connection of this password reads its plant's open tables in Trino, now. Null for a password that is
 * nobody's, a plant that holds no login for BI any more (the first that is taken when it ends), one without tables, and while Trino does not answer.
 */
export async function openForBi(system: System, password: string, signal: AbortSignal): Promise<OpenLake | null> {
  const { settings, db, log } = system
  const { trino } = settings.lake
  const tenantId = readSignedId(settings.secret, 'bi-lake', password)
  if (!trino || !tenantId) return null
  const held = await biLogins(db, settings.secret).list(tenantId)
  if (!held.ok || !held.value.includes(tenantId)) return null
  const user = trinoUser(tenantId)
  try {
    const [table] = await listFigureTables(system, { tenantId, places: null })
    if (!table) return null
    const made = await ensurePlantCatalog(system, trino, { tenantId, isSealed: table.isSealed, signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) })
    if (!made.ok) return null
    const [token, { timeZone }] = await Promise.all([trinoToken(trino.secret, user, tokenSeconds), loadTenant(system, { tenantId, places: null })])
    return { url: trino.url, user, catalog: made.catalog, token, timeZone }
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'Trino makes no catalogue for a BI tool')
    return null
  }
}
