import { cookies } from 'next/headers'
import { leaseChannel } from '@/lib/demo/announce'
import { loadLeaseView } from '@/lib/demo/lease-view'
import { readWatchToken, watchCookie } from '@/lib/demo/watch-token'
import { eventStream } from '@/lib/http/event-stream'
import { problemResponse } from '@/lib/http/problem'
import { system } from '@/lib/system'

/** The ledger of one lease, live, for the browser that confirmed the address. */
export async function GET(request: Request, { params }: { params: Promise<{ lease: string }> }) {
  const { lease } = await params
  const { db, clock, settings } = system()
  if (readWatchToken(settings.secret, (await cookies()).get(watchCookie)?.value) !== lease) {
    return problemResponse({ status: 404, title: 'Not found', detail: 'There is nothing at this address that you can open.', requestId: crypto.randomUUID() })
  }
  return eventStream(
    {
      channel: leaseChannel,
      concerns: (payload) => payload === lease,
      next: () => db.asOperator((tx) => loadLeaseView(tx, lease, clock.now())),
    },
    request.signal,
  )
}
