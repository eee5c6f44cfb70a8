import { randomUUID } from 'node:crypto'
import { objectOfLink } from '@/lib/api/object-of-link'
import { notThere, type Problem, problemResponse } from '@/lib/http/problem'
import { largestUploadBytes } from '@/lib/plant/upload-file'
import { system } from '@/lib/system'

/** Bytes, not JSON, so not by `route()`; every refusal is the same 404. */
export async function GET(request: Request) {
  const { objects, clock, settings } = system()
  const wanted = objectOfLink(settings.secret, request, clock.now())
  const object = wanted && (await objects.get(wanted.space, wanted.path))
  if (!object?.ok) return refused()
  const file = wanted!.path.split('/').at(-1)!
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

/** Answers as S3 does: 200 without a body. The length is looked at before the bytes are taken. */
export async function PUT(request: Request) {
  const { objects, clock, settings } = system()
  const wanted = objectOfLink(settings.secret, request, clock.now())
  if (!wanted) return refused()
  const length = request.headers.get('content-length')
  if (length === null || Number(length) > largestUploadBytes) return tooLarge()
  const body = Buffer.from(await request.arrayBuffer())
  const put = await objects.put(wanted.space, wanted.path, body)
  return put.ok ? new Response(null, { status: 200 }) : refused()
}

const refused = () => answer(notThere())

const tooLarge = () => answer({ status: 413, title: 'Too large', detail: `An object may have ${largestUploadBytes / 1e6} MB, and its length has to be said beforehand.` })

const answer = ({ status, title, detail }: Omit<Problem, 'requestId'>) => problemResponse({ status, title, detail, requestId: randomUUID() })
