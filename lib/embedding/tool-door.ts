import { PortalOfMonitoring } from '@/lib/embedding/portal-of-monitoring'
import { doorOf } from '@/lib/embedding/portal-of-tool'
import { system } from '@/lib/system'

/** The installation's one; null without a tool. */
export const toolDoor = () => doorOf(system())

/** It remembers nothing: made when it is asked. */
export const monitoringDoor = (): PortalOfMonitoring => new PortalOfMonitoring(system().monitoring, '/bi/grafana')
