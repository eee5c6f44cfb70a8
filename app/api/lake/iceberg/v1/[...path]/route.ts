import { mayEnter } from '@/lib/auth/capabilities'
import { currentCaller } from '@/lib/auth/current-person'
import { readerFor } from '@/lib/auth/places-of'
import { answerIceberg, type IcebergAnswer, icebergNotAllowed, icebergNotSignedIn, plantOfTrino } from '@/lib/lake/tables/iceberg-catalog'
import { system } from '@/lib/system'

/** The read part of the Iceberg REST catalogue, in its shapes, errors too: not by `route()`, which speaks RFC 9457. */
export async function GET(request: Request, { params }: { params: Promise<{ path: string[] }> }) {
  const { status, body } = await answer(request, (await params).path)
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}

/** Whether there is such a schema or table. */
export async function HEAD(request: Request, { params }: { params: Promise<{ path: string[] }> }) {
  const { status } = await answer(request, (await params).path)
  return new Response(null, { status: status === 200 ? 204 : status })
}

async function answer(request: Request, path: string[]): Promise<IcebergAnswer> {
  const plant = plantOfTrino(system(), request.headers.get('authorization'))
  if (plant) return answerIceberg(system(), { tenantId: plant, places: null }, path)
  const person = await currentCaller(request)
  if (!person) return icebergNotSignedIn
  if (!mayEnter(person.roles, 'data.download')) return icebergNotAllowed
  return answerIceberg(system(), await readerFor(system(), person, 'data.download'), path)
}
