import { mayEnter } from '@/lib/auth/capabilities'
import { currentCaller } from '@/lib/auth/current-person'
import { answerUnity, notAllowed, notSignedIn, type UnityAnswer } from '@/lib/catalogue/unity'
import { system } from '@/lib/system'

/** In the shapes of the Unity Catalog API, errors too: not by `route()`, which speaks RFC 9457. */
export async function GET(request: Request, { params }: { params: Promise<{ path: string[] }> }) {
  const { status, body } = await answer(request, (await params).path)
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}

async function answer(request: Request, path: string[]): Promise<UnityAnswer> {
  const person = await currentCaller(request)
  if (!person) return notSignedIn
  if (!mayEnter(person.roles, 'plant.view')) return notAllowed
  return answerUnity(system(), person, path, new URL(request.url).searchParams)
}
