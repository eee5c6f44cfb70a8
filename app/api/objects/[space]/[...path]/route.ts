import { randomUUID } from 'node:crypto'
import { linkHolds } from '@/lib/adapters/objects/embedded'
import { readObject } from '@/lib/api/read-object'
import { notThere, problemResponse } from '@/lib/http/problem'
import { system } from '@/lib/system'

/** Bytes, not JSON, so not by `route()`; every refusal is the same 404. */
export async function GET(request: Request) {
  const { pathname, searchParams } = new URL(request.url)
  const [space = '', ...names] = pathname.split('/').slice(3).map(decoded)
  const name = names.join('/')
  const query = readObject.input.safeParse(Object.fromEntries(searchParams))
  const { objects, clock, settings } = system()
  if (!query.success || !linkHolds(settings.secret, { space, path: name, ...query.data }, clock.now())) return refused()
  const object = await objects.get(space, name)
  if (!object.ok) return refused()
  const file = name.split('/').at(-1)!
  return new Response(new Uint8Array(object.value), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(object.value.length),
      'content-disposition': `attachment; filename="${file.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(file)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

function refused() {
  const { status, title, detail } = notThere()
  return problemResponse({ status, title, detail, requestId: randomUUID() })
}
