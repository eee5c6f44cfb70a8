import { publicKey } from '@/lib/auth/entry'
import { system } from '@/lib/system'

export async function GET(): Promise<Response> {
  if (!system().signIn) return new Response('Not found', { status: 404 })
  return Response.json({ keys: [await publicKey(system())] })
}
