import { biAnalyst } from '@/lib/api/bi-analyst'
import { bearerIs } from '@/lib/auth/bearer-is'
import { admitAnalyst } from '@/lib/embedding/admit-analyst'
import { env } from '@/lib/env'
import { notThere } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const POST = route(biAnalyst, async ({ input, request }) => {
  if (!bearerIs(request.headers.get('authorization'), env().SUPERSET_PORTAL_KEY)) throw notThere()
  const admitted = await admitAnalyst(system(), input)
  if (!admitted) throw notThere()
  return admitted
})
