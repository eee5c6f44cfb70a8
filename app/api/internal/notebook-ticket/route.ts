import { notebookTicket } from '@/lib/api/notebook-ticket'
import { isHub } from '@/lib/auth/is-hub'
import { isOpen } from '@/lib/auth/person'
import { redeemToken } from '@/lib/auth/token'
import { notThere } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const POST = route(notebookTicket, async ({ input, request }) => {
  if (!isHub(request.headers.get('authorization'))) throw notThere()
  const { db, clock } = system()
  const now = clock.now()
  return db.asOperator(async (tx) => {
    const token = await redeemToken(tx, input.ticket, 'notebook', now)
    if (!token) throw notThere()
    const key = { tenantId: token.tenantId, id: token.accountId }
    const account = await tx.account.findUnique({ where: { tenantId_id: key } })
    const lease = await tx.lease.findUnique({ where: { name: token.tenantId } })
    const open = token.tenantId === 'platform' || (lease !== null && isOpen(lease, now))
    if (account?.status !== 'active' || !open) throw notThere()
    return { name: account.id }
  })
})
