import { recordAudit } from '@/lib/audit/record'
import type { Industry, Placement } from '@/lib/generated/prisma/client'
import { Refusal } from '@/lib/http/problem'
import { isTimeZone } from '@/lib/plant/time-zones'
import { siteNodeId } from '@/lib/story/plant-model'
import type { System } from '@/lib/system'
import { ensureDataKey } from '@/lib/tenancy/data-key'

export interface NewTenant {
  /** Slug, the id for ever: lower-case letters, digits and hyphens. */
  id: string
  name: string
  timeZone: string
  industry: Industry
  placement: Placement
  /** Of a dedicated one: the address of its installation. */
  cellUrl?: string
  siteName: string
  areaName: string
  lineName: string
}

/** Names that the platform gives itself. */
const reserved = /^(platform$|demo-|story-|pool)/

export const slugOf = (name: string): string => name.toLowerCase().normalize('NFKD').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 40)

/**
 * A dedicated customer is noted with the address of its installation and nothing else (docs/decisions/015); a shared one is
 * a tenant with its first site, area and line, its data key and object space. A second try after a neighbour
 * did not answer completes what is there.
 * @throws Refusal 409 when the slug is taken, 422 for what cannot be, 503 when a neighbour does not answer.
 */
export async function createTenant(system: System, tenant: NewTenant, actor: string): Promise<void> {
  checkNew(tenant)
  const cellUrl = tenant.placement === 'dedicated' ? cellOrigin(tenant.cellUrl ?? '', system.settings.portalUrl) : null
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const { id, name, timeZone, industry, placement } = tenant
    const { count } = await tx.tenant.createMany({ data: [{ id, kind: 'customer', name, timeZone, industry, placement, cellUrl, createdAt: now }], skipDuplicates: true })
    if (count === 0) throw new Refusal(409, 'Taken', `There is a tenant ${id} already. Choose another slug.`)
    if (!cellUrl) await tx.plantNode.createMany({ data: firstNodes(tenant) })
    const fact = { actor, action: 'tenant.created', subject: id, detail: { name, timeZone, industry, placement, ...(cellUrl && { cell: cellUrl }) } }
    for (const tenantId of ['platform', id]) await recordAudit(tx, now, { tenantId, ...fact })
  })
  if (cellUrl) return
  const key = await ensureDataKey(system.db, system.keys, tenant.id)
  const space = key.ok ? await system.objects.ensureSpace(tenant.id) : key
  if (!space.ok) throw new Refusal(503, 'Made in part', `${tenant.name} is there, without its key or file space yet: ${space.failure.message}. Both are made when they are first needed.`)
}

function checkNew({ id, name, timeZone }: NewTenant): void {
  if (!/^[a-z0-9][a-z0-9-]{1,39}$/.test(id)) throw new Refusal(422, 'Not valid', 'The slug has 2 to 40 lower-case letters, digits and hyphens, and begins with a letter or digit.')
  if (reserved.test(id)) throw new Refusal(422, 'Not valid', `A slug does not begin with ${/^[a-z]+-?/.exec(id)![0]}: the platform uses it itself.`)
  if (!name.trim()) throw new Refusal(422, 'Not valid', 'Give the tenant a name.')
  if (!isTimeZone(timeZone)) throw new Refusal(422, 'Not valid', `${timeZone} is no time zone. Write it like Europe/Vienna.`)
}

/** @throws Refusal 422 for what is no address of another installation */
function cellOrigin(text: string, own: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new Refusal(422, 'Not valid', 'A dedicated tenant needs the address of its own installation, like https://acme.example.com.')
  if (url.origin === new URL(own).origin) throw new Refusal(422, 'Not valid', 'That is the address of this installation. A dedicated tenant lives in one of its own.')
  return url.origin
}

function firstNodes({ id: tenantId, siteName, areaName, lineName }: NewTenant) {
  const [site, area, line] = [slugOf(siteName) || 'site', slugOf(areaName) || 'area', slugOf(lineName) || 'line']
  return [
    { tenantId, id: siteNodeId, parentId: null, level: 'site' as const, name: siteName, path: site, position: 0 },
    { tenantId, id: area === siteNodeId ? 'area' : area, parentId: siteNodeId, level: 'area' as const, name: areaName, path: `${site}/${area}`, position: 0 },
    { tenantId, id: line === area || line === siteNodeId ? `${line}-line` : line, parentId: area === siteNodeId ? 'area' : area, level: 'line' as const, name: lineName, path: `${site}/${area}/${line}`, position: 0 },
  ]
}
