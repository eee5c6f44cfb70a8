import { stopAlert } from '@/lib/figure-alerts/set-alert'
import { readStopLink } from '@/lib/mail/stop-link'
import { unsubscribe } from '@/lib/mail/suppress'
import { stopReportFor } from '@/lib/reports/schedule-report'
import { system } from '@/lib/system'

type Context = { params: Promise<{ token: string }> }

/** RFC 8058: the mail program posts, and nobody is asked anything. */
export async function POST(_: Request, { params }: Context) {
  const { token } = await params
  const link = readStopLink(system().settings.secret, token)
  if (!link) return new Response('This link is not one of ours.', { status: 404 })
  if (link.stops === 'unsubscribe') await unsubscribe(system(), link.subject, link.detail)
  else if (link.stops === 'figure-alert') await stopAlert(system(), link.subject)
  else await stopReportFor(system(), link.subject, link.detail)
  return new Response('Unsubscribed.', { headers: { 'cache-control': 'no-store' } })
}

/** A program that only looks at links unsubscribes nobody: a person gets a page with a button. */
export async function GET(_: Request, { params }: Context) {
  return new Response(null, { status: 303, headers: { location: `/unsubscribe/${encodeURIComponent((await params).token)}`, 'cache-control': 'no-store' } })
}
