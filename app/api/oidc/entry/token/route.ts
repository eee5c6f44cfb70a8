import { redeemEntry } from '@/lib/auth/entry'
import { system } from '@/lib/system'

export async function POST(request: Request): Promise<Response> {
  const provider = system().signIn
  if (!provider) return new Response('Not found', { status: 404 })
  const { status, body } = await redeemEntry(system(), provider, new URLSearchParams(await request.text()))
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
