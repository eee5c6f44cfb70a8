import { monitoringDoor, toolDoor } from '@/lib/embedding/tool-door'
import { toolRoute } from '@/lib/embedding/tool-route'

/**
 * What answers below `/bi/<tool>/`, by the tool. In production the server asks it before Next.js sees a request
 * (scripts/web/serve.mjs): a dashboard asks a score of questions at once, and Next's share of each was the largest.
 */
export const framedTools = {
  superset: toolRoute('BI tool', toolDoor, { href: '/dashboards', label: 'Dashboards', holds: 'The product’s own dashboards do not need it.' }),
  grafana: toolRoute('Monitoring', monitoringDoor, { href: '/admin/monitoring', label: 'Monitoring', holds: 'Health and Neighbours of the administration do not need it.' }),
}
