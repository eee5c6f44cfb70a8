import { backchannelLogout } from '@/lib/auth/backchannel-logout'
import { system } from '@/lib/system'

export async function POST(request: Request): Promise<Response> {
  const provider = system().signIn
  if (!provider) return new Response('Not found', { status: 404 })
  return backchannelLogout(system(), provider, new URLSearchParams(await request.text()))
}
