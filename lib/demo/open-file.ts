import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { System } from '@/lib/system'

/** Long enough for the redirect and a slow start. */
const linkSeconds = 120

/**
 * An address that downloads one object of the person's own space, once asked for; null when there is no such object. A file
 * holds the whole plant: who may download a line of it gets none.
 */
export async function openFile(system: System, { tenantId, lease, roles }: Person, wanted: string): Promise<string | null> {
  if (!may(roles, 'data.download')) return null
  const listed = await system.objects.list(tenantId)
  if (!listed.ok || !listed.value.some(({ path }) => path === wanted)) return null
  const link = await system.objects.presign(tenantId, wanted, linkSeconds)
  if (!link.ok) return null
  if (lease) {
    const fact = { kind: 'data.downloaded' as const, subject: lease.leadId ?? lease.name, leaseId: lease.id, detail: { file: wanted } }
    await system.db.asOperator((tx) => recordEngagement(tx, system.clock.now(), fact))
  }
  return link.value
}
