import { readNotebookInstallation } from '@/lib/admin/notebook-installation'
import { findLeaseView } from '@/lib/demo/find-lease-view'
import type { PartView } from '@/lib/demo/lease-view'
import type { System } from '@/lib/system'

export interface ServiceEntry {
  part: string
  name: string
  /** The system behind it. */
  system: string
  /** What is there, in words. */
  note: string
  state: PartView['state']
  /** Where one click leads; null: it works without being opened. */
  href: string | null
  isNewTab: boolean
  /** Why it is not up, as the neighbour said it. */
  because: string | null
}

/** How a part of the plant presents itself to the person who uses it. */
const entries: { part: string; name: string; href: string | null; isNewTab?: boolean }[] = [
  { part: 'plant-data', name: 'Plant, live', href: '/plant' },
  { part: 'dashboards', name: 'Dashboards', href: '/dashboards' },
  { part: 'notebook', name: 'Notebooks', href: '/notebooks' },
  { part: 'object-space', name: 'Files and tables', href: '/data' },
  { part: 'identity', name: 'Account and sessions', href: '/settings' },
  { part: 'data-key', name: 'Encryption key', href: null },
  { part: 'mail-schedule', name: 'Reminder and certificate by mail', href: null },
]

/** What this person may open and in which state it is; empty for somebody without a plant. */
export async function loadServices(system: System, leaseId: string | null): Promise<ServiceEntry[]> {
  const view = await findLeaseView(system, leaseId)
  if (!view) return []
  const installation = await readNotebookInstallation(system.settings.varDir)
  return entries.flatMap(({ part, name, href, isNewTab = false }) => {
    const own = view.parts.find((one) => one.part === part)
    if (!own) return []
    const isInstalling = part === 'notebook' && own.state !== 'up' && (installation?.state === 'installing' || installation?.state === 'starting')
    const because = own.state === 'up' ? null : isInstalling ? installation.detail : own.lastError
    return [{ part, name, system: own.system, note: own.note, state: own.state, href, isNewTab, because }]
  })
}
