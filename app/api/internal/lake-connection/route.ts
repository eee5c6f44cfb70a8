import { lakeConnection } from '@/lib/api/lake-connection'
import { bearerIs } from '@/lib/auth/bearer-is'
import { env } from '@/lib/env'
import { notThere } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { openForBi } from '@/lib/lake/query/open-for-bi'
import { system } from '@/lib/system'

export const POST = route(lakeConnection, async ({ input, request }) => {
  if (!bearerIs(request.headers.get('authorization'), env().SUPERSET_PORTAL_KEY)) throw notThere()
  const opened = await openForBi(system(), input.connection, request.signal)
  if (!opened) throw notThere()
  return opened
})
