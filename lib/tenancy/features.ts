import { recordAudit } from '@/lib/audit/record'
import type { Prisma } from '@/lib/generated/prisma/client'
import { notThere } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** Every switch that there is. One that is not read anywhere does not belong here. */
export const features = {
  'data-export': { label: 'Downloads', words: 'Tables, trends and figures can be taken away as files by those whose role allows it.', isOn: true },
  'api-access': { label: 'API keys', words: 'Programs read figures and trends with a key. Off, every key is refused and none is lost.', isOn: true },
} as const

export type Feature = keyof typeof features
export const featureNames = Object.keys(features) as [Feature, ...Feature[]]

export const isOn = (stored: Prisma.JsonValue, feature: Feature): boolean => {
  const own = (stored as Record<string, unknown> | null)?.[feature]
  return typeof own === 'boolean' ? own : features[feature].isOn
}

/** Asked at each request: a switch counts on the next one. */
export const hasFeature = (system: System, { tenantId }: Reader, feature: Feature): Promise<boolean> =>
  system.db.inTenant(tenantId, async (tx) => isOn((await tx.tenant.findFirst({ select: { features: true } }))?.features ?? {}, feature))

/** Two who switch different things at once lose neither. @throws Refusal 404 */
export function switchFeature(system: System, tenantId: string, feature: Feature, on: boolean, actor: string): Promise<void> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    await tx.$queryRaw`SELECT id FROM tenant WHERE id = ${tenantId} FOR UPDATE`
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } })
    if (!tenant) throw notThere()
    const old = isOn(tenant.features, feature)
    if (old === on) return
    await tx.tenant.update({ where: { id: tenantId }, data: { features: { ...(tenant.features as object), [feature]: on } } })
    await recordAudit(tx, now, { tenantId, actor, action: 'feature.switched', subject: feature, detail: { old, new: on } })
  })
}
