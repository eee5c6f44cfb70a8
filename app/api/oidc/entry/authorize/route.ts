import { cookies } from 'next/headers'
import { authorizeEntry, entryCookie, entryPath } from '@/lib/auth/entry'
import { system } from '@/lib/system'

/** The identity provider asks who brings a link from a mail; see lib/auth/entry.ts. */
export async function GET(request: Request): Promise<Response> {
  const provider = system().signIn
  const jar = await cookies()
  const next = provider && (await authorizeEntry(system(), provider, new URL(request.url).searchParams, jar.get(entryCookie)?.value))
  if (!next) return new Response('Not found', { status: 404 })
  jar.delete({ name: entryCookie, path: entryPath })
  return new Response(null, { status: 302, headers: { location: next, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } })
}
