import { loadUsage } from '@/lib/admin/load-usage'
import { adminUsage } from '@/lib/api/admin-usage'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const GET = route(adminUsage, async () => ({ asOf: system().clock.now().toISOString(), leases: await loadUsage(system()) }))
