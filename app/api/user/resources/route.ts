import { listUserResources } from '@/lib/admin/list-user-resources'
import { userResources } from '@/lib/api/user-resources'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const GET = route(userResources, ({ person }) => listUserResources(system(), person!.lease?.id ?? null))
