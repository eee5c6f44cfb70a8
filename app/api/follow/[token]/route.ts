import { readSignedId } from '@/lib/auth/signed-id'
import { openFollowUp } from '@/lib/follow-up/open-follow-up'
import { system } from '@/lib/system'

/** The link of a follow-up: notes that it was followed, and leads to where that mail leads; nowhere else, whatever is asked. */
export async function GET(_: Request, { params }: { params: Promise<{ token: string }> }) {
  const id = readSignedId(system().settings.secret, 'follow', (await params).token)
  const location = id ? await openFollowUp(system(), id) : '/'
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
}
