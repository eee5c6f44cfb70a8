import { createHash } from 'node:crypto'
import { signId } from '@/lib/auth/signed-id'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import type { TrinoSettings } from '@/lib/lake/lake-settings'
import { quoted } from '@/lib/lake/lake-sql'
import { keyWords } from '@/lib/lake/query/end-words'
import { ask } from '@/lib/lake/query/trino-client'
import { runCatalogsOf, trinoAdministrator, trinoCatalog } from '@/lib/lake/tables/trino-policy'
import type { System } from '@/lib/system'

/**
 * The catalogue over the open tables of a plant, made when it is not there: Trino forgets them when it starts.
 * @returns its name, or why it cannot be had. @throws TrinoError, or what fetch throws
 */
export async function ensurePlantCatalog(system: System, trino: TrinoSettings, { tenantId, isSealed, signal }: { tenantId: string; isSealed: boolean; signal: AbortSignal }): Promise<{ ok: true; catalog: string } | { ok: false; reason: string }> {
  const [key, access] = await Promise.all([lakeKeyOf(system, tenantId), system.objects.access(tenantId)])
  if (!key.ok) return { ok: false, reason: keyWords(key.failure) }
  if (!access.ok || !access.value) return { ok: false, reason: 'The object store did not answer. Try again in a minute.' }
  const { endpoint, region, accessKeyId, secretAccessKey } = access.value
  const properties = {
    'iceberg.catalog.type': 'rest',
    'iceberg.rest-catalog.uri': `${system.settings.portalUrl}/api/lake/iceberg`,
    'iceberg.rest-catalog.security': 'OAUTH2',
    'iceberg.rest-catalog.oauth2.token': signId(system.settings.secret, 'lake-tables', tenantId),
    'iceberg.rest-catalog.oauth2.token-refresh-enabled': 'false',
    'iceberg.rest-catalog.view-endpoints-enabled': 'false',
    'fs.native-s3.enabled': 'true',
    's3.endpoint': endpoint, 's3.region': region, 's3.path-style-access': 'true', 's3.aws-access-key': accessKeyId, 's3.aws-secret-key': secretAccessKey,
    ...(isSealed && { 's3.sse.type': 'CUSTOMER', 's3.sse.customer-key': key.value }),
  }
  const catalog = trinoCatalog(tenantId, createHash('sha256').update(JSON.stringify(properties)).digest('hex'))
  await administer(trino, `CREATE CATALOG IF NOT EXISTS ${catalog} USING iceberg WITH (${given(properties)})`, signal)
  return { ok: true, catalog }
}

/** An empty catalogue in Trino's memory, for one run. Those of runs of this plant that were killed are removed before. @throws as `ask` */
export async function makeRunCatalog(trino: TrinoSettings, tenantId: string, catalog: string, signal: AbortSignal): Promise<void> {
  const there = (await administer(trino, 'SHOW CATALOGS', signal)).map(([name]) => String(name))
  for (const old of runCatalogsOf(tenantId, there)) await dropRunCatalog(trino, old, signal)
  await administer(trino, `CREATE CATALOG ${catalog} USING memory WITH (${given({ 'memory.max-data-per-node': '256MB' })})`, signal)
}

/** Removes it with all that the run made. @throws as `ask` */
export const dropRunCatalog = async (trino: TrinoSettings, catalog: string, signal: AbortSignal): Promise<void> => void (await administer(trino, `DROP CATALOG ${catalog}`, signal))

async function administer(trino: TrinoSettings, sql: string, signal: AbortSignal): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for await (const { data = [] } of ask(trino, { sql, user: trinoAdministrator, headers: {}, signal })) rows.push(...data)
  return rows
}

const given = (properties: Record<string, string>) => Object.entries(properties).map(([property, value]) => `"${property}" = ${quoted(value)}`).join(', ')
