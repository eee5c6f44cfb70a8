import { readSignedId } from '@/lib/auth/signed-id'
import { unsubscribe } from '@/lib/mail/suppress'
import { stopReportFor } from '@/lib/reports/schedule-report'
import { system } from '@/lib/system'

type Context = { params: Promise<{ token: string }> }

/** RFC 8058: the mail program posts, and nobody is asked anything. */
export async function POST(_: Request, { params }: Context) {
  const { token } = await params
  const { secret } = system().settings
  const [id, report] = [readSignedId(secret, 'unsubscribe', token), readSignedId(secret, 'report', token)]
  if (!id && !report) return new Response('This link is not one of ours.', { status: 404 })
  const [subject, detail] = (id ?? report)!.split(':') as [string, string]
  if (id) await unsubscribe(system(), subject, detail)
  else await stopReportFor(system(), subject, detail)
  return new Response('Unsubscribed.', { headers: { 'cache-control': 'no-store' } })
}

/** A program that only looks at links unsubscribes nobody: a person gets a page with a button. */
export async function GET(_: Request, { params }: Context) {
  return new Response(null, { status: 303, headers: { location: `/unsubscribe/${encodeURIComponent((await params).token)}`, 'cache-control': 'no-store' } })
}
