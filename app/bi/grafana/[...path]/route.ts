import { monitoringDoor } from '@/lib/embedding/tool-door'
import { toolRoute } from '@/lib/embedding/tool-route'

const handle = toolRoute('Monitoring', monitoringDoor, { href: '/admin/monitoring', label: 'Monitoring', holds: 'Health and Neighbours of the administration do not need it.' })

export { handle as GET, handle as POST, handle as PUT, handle as PATCH, handle as DELETE }
