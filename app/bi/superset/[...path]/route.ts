import { toolDoor } from '@/lib/embedding/tool-door'
import { toolRoute } from '@/lib/embedding/tool-route'

const handle = toolRoute('BI tool', toolDoor, { href: '/dashboards', label: 'Dashboards', holds: 'The product’s own dashboards do not need it.' })

export { handle as GET, handle as POST, handle as PUT, handle as PATCH, handle as DELETE }
