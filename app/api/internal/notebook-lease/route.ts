import { notebookLease } from '@/lib/api/notebook-lease'
import { isHub } from '@/lib/auth/is-hub'
import { notThere } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const POST = route(notebookLease, async ({ input, request }) => {
  if (!isHub(request.headers.get('authorization'))) throw notThere()
  const lease = await system().db.asOperator((tx) => tx.lease.findUnique({ where: { name: input.name } }))
  if (!lease) throw notThere()
  return { endsAt: lease.state === 'claimed' ? null : (lease.deadlineAt?.toISOString() ?? null) }
})
