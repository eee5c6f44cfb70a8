import type { z } from 'zod'
import type { userResources } from '@/lib/api/user-resources'
import { findLeaseView } from '@/lib/demo/find-lease-view'
import type { System } from '@/lib/system'

/** Where a part opens in the portal; what is not named here works without a page of its own. */
const rooms: Record<string, string> = {
  identity: '/settings',
  'object-space': '/data',
  'plant-data': '/plant',
  notebook: '/notebooks',
  dashboards: '/dashboards',
}

export async function listUserResources(system: System, leaseId: string | null): Promise<z.output<typeof userResources.output>> {
  const view = await findLeaseView(system, leaseId)
  if (!view) return { lease: null, resources: [] }
  const { name, state, hours, readyAt, deadlineAt } = view
  return {
    lease: { name, state, hours, readyAt, deadlineAt },
    resources: view.parts.map(({ part, label, system: holder, state: partState, note }) => {
      const room = rooms[part]
      return { name: part, label, system: holder, state: partState, note, url: partState === 'up' && room ? `${system.settings.portalUrl}${room}` : null }
    }),
  }
}
