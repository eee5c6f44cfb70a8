import { PortalOfMonitoring } from '@/lib/embedding/portal-of-monitoring'
import { PortalOfTool } from '@/lib/embedding/portal-of-tool'
import { system } from '@/lib/system'

const holder = globalThis as typeof globalThis & { millraceToolDoor?: PortalOfTool }

/** The installation's one; null without a tool. */
export function toolDoor(): PortalOfTool | null {
  const { biTool } = system()
  return biTool ? (holder.millraceToolDoor ??= new PortalOfTool(system(), biTool, '/bi/superset')) : null
}

/** It remembers nothing: made when it is asked. */
export const monitoringDoor = (): PortalOfMonitoring => new PortalOfMonitoring(system().monitoring, '/bi/grafana')
