import { readSignedId } from '@/lib/auth/signed-id'
import { unsubscribe } from '@/lib/mail/suppress'
import { system } from '@/lib/system'

type Context = { params: Promise<{ token: string }> }

/** RFC 8058: the mail program posts, and nobody is asked anything. */
export async function POST(_: Request, { params }: Context) {
  const id = readSignedId(system().settings.secret, 'unsubscribe', (await params).token)
  if (!id) return new Response('This link is not one of ours.', { status: 404 })
  const [leadId, followUpId] = id.split(':')
  await unsubscribe(system(), leadId!, followUpId)
  return new Response('Unsubscribed.', { headers: { 'cache-control': 'no-store' } })
}

/** A program that only looks at links unsubscribes nobody: a person gets a page with a button. */
export async function GET(_: Request, { params }: Context) {
  return new Response(null, { status: 303, headers: { location: `/unsubscribe/${encodeURIComponent((await params).token)}`, 'cache-control': 'no-store' } })
}
