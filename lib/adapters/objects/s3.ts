import { IAMClient } from '@aws-sdk/client-iam'
import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { refusedPath, tablesFolder } from '@/lib/adapters/objects/object-path'
import type { CredentialStore, Objects, SpaceKey } from '@/lib/adapters/objects/port'
import { S3Buckets } from '@/lib/adapters/objects/s3-buckets'
import { asking, isNamed } from '@/lib/adapters/objects/s3-failure'
import { S3Users } from '@/lib/adapters/objects/s3-users'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { forName, quoted } from '@/lib/adapters/resource-name'
import type { Clock } from '@/lib/clock'

export interface S3Options {
  /** As this machine, browsers and notebooks reach it. */
  endpoint: string
  /** Where its IAM API answers; the same unless said. */
  iamEndpoint?: string
  region: string
  /** May make and remove buckets and users. */
  administrator: SpaceKey
  /** Begins every bucket and user of this installation: a store may serve others too. */
  prefix: string
  credentials: CredentialStore
  /** The portal's origin. */
  portalUrl: string
  clock: Clock
  /** Under which the store encrypts the open tables of a space (SSE-C), base64; it keeps no key itself. Without it they lie as other objects do. */
  tableKeyOf?(space: string): Promise<Outcome<string>>
  deadlineMs?: { ask: number; transfer: number; remove: number }
}

/** From here on a body goes in parts. */
const multipartFromBytes = 16 * 2 ** 20
/** Signature version 4 knows no longer link. */
const longestLinkSeconds = 7 * 24 * 3600
const mostClients = 100

/**
 * A bucket per space, with a user and a key of its own that reach nothing else; the portal itself reads and writes with
 * that key, so that a mistake in a name finds a closed door and a late write cannot bring a removed space back.
 */
export function s3Objects(options: S3Options): Objects {
  const { credentials, clock, deadlineMs = { ask: 15_000, transfer: 60_000, remove: 60_000 } } = options
  const common: S3ClientConfig = {
    endpoint: options.endpoint,
    region: options.region,
    forcePathStyle: true,
    // A link to PUT to is signed before its body is known.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 3000 },
  }
  const administrator = new S3Client({ ...common, credentials: options.administrator })
  const buckets = new S3Buckets(administrator, options.portalUrl)
  const users = new S3Users(new IAMClient({ endpoint: options.iamEndpoint ?? options.endpoint, region: options.region, credentials: options.administrator }))
  const clients = new Map<string, S3Client>()
  const bucketOf = (space: string) => `${options.prefix}${space}`

  async function ensureKey(space: string, signal: AbortSignal): Promise<Outcome<SpaceKey>> {
    const bucket = bucketOf(space)
    const known = await credentials.find(space)
    if (!known.ok) return known
    const there = await users.keys(bucket, signal)
    if (known.value && there.includes(known.value.accessKeyId)) return done(known.value)
    // Keys whose secret nobody has: of a try that broke off.
    if (there.length > 1) for (const id of there) await users.removeKey(bucket, id, signal)
    const made = await users.newKey(bucket, signal)
    const kept = await credentials.keep(space, made, known.value?.accessKeyId)
    if (!kept.ok || kept.value.accessKeyId !== made.accessKeyId) await users.removeKey(bucket, made.accessKeyId, signal)
    return kept
  }

  const ensure = (space: string) =>
    asking(deadlineMs.ask, async (signal) => {
      const bucket = bucketOf(space)
      if (bucket.length > 63) return failed('refused', `too long for the name of a bucket: ${quoted(bucket)}`)
      await buckets.ensure(bucket, signal)
      await users.ensure(bucket, signal)
      return ensureKey(space, signal)
    })

  /** With the space's own key, remembered. When the store no longer knows it, once more with the one that counts now. */
  async function withKey<T>(space: string, ms: number, call: (s3: S3Client, abortSignal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
    const again = clients.has(space)
    return asking<T>(ms, async (signal) => {
      const s3 = await clientOf(space)
      if (!s3.ok) return s3
      try {
        return done(await call(s3.value, signal))
      } catch (error) {
        if (!isNamed(error, 'InvalidAccessKeyId')) throw error
        clients.delete(space)
        if (!again) throw error
        return withKey(space, ms, call)
      }
    })
  }

  async function customerKey(space: string, path: string): Promise<Outcome<{ SSECustomerAlgorithm?: string; SSECustomerKey?: string }>> {
    if (!options.tableKeyOf || !path.startsWith(tablesFolder)) return done({})
    const key = await options.tableKeyOf(space)
    return key.ok ? done({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.value }) : key
  }

  async function clientOf(space: string): Promise<Outcome<S3Client>> {
    const cached = clients.get(space)
    if (cached) return done(cached)
    const key = await credentials.find(space)
    if (!key.ok) return key
    if (!key.value) return failed('refused', `there is no space ${quoted(space)}`)
    const client = new S3Client({ ...common, requestHandler: administrator.config.requestHandler, credentials: key.value })
    if (clients.size >= mostClients) clients.delete(clients.keys().next().value!)
    clients.set(space, client)
    return done(client)
  }

  function presigning(command: (object: { Bucket: string; Key: string }) => GetObjectCommand | PutObjectCommand) {
    return forName(async (space, path: string, seconds: number): Promise<Outcome<string>> => {
      const odd = refusedPath(path)
      if (odd) return odd
      if (!Number.isSafeInteger(seconds) || seconds <= 0) return failed('refused', `a link cannot hold for ${seconds} seconds`)
      const expiresIn = Math.min(seconds, longestLinkSeconds)
      return withKey(space, deadlineMs.ask, (s3) => getSignedUrl(s3, command({ Bucket: bucketOf(space), Key: path }), { expiresIn, signingDate: clock.now() }))
    })
  }

  return {
    ensureSpace: forName(async (space) => {
      const made = await ensure(space)
      return made.ok ? done('in a bucket with a key of its own') : made
    }),
    access: forName(async (space) => {
      const key = await ensure(space)
      return key.ok ? done({ ...key.value, endpoint: options.endpoint, region: options.region, bucket: bucketOf(space) }) : key
    }),
    put: forName(async (space, path: string, body: Buffer): Promise<Outcome> => {
      const odd = refusedPath(path)
      if (odd) return odd
      const sealed = await customerKey(space, path)
      if (!sealed.ok) return sealed
      const put = await withKey(space, deadlineMs.transfer, (s3, signal) => write(s3, { Bucket: bucketOf(space), Key: path, Body: body, ...sealed.value }, signal))
      return put.ok ? done() : put
    }),
    get: forName(async (space, path: string) => {
      const odd = refusedPath(path)
      if (odd) return odd
      const sealed = await customerKey(space, path)
      if (!sealed.ok) return sealed
      return withKey(space, deadlineMs.transfer, async (s3, abortSignal) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketOf(space), Key: path, ...sealed.value }), { abortSignal })
        return Buffer.from(await Body!.transformToByteArray())
      })
    }),
    list: forName((space) => asking(deadlineMs.ask, async (signal) => done(await buckets.objects(bucketOf(space), signal)))),
    remove: forName(async (space, path: string): Promise<Outcome> => {
      const odd = refusedPath(path)
      if (odd) return odd
      return asking<void>(deadlineMs.ask, async (signal) => {
        await buckets.removeObject(bucketOf(space), path, signal)
        return done()
      })
    }),
    fileOf: forName((_, path: string): Promise<Outcome<string | null>> => Promise.resolve(refusedPath(path) ?? done(null))),
    // Every bucket has a rule of its own for that: see s3-buckets.
    dropUnfinished: forName(() => Promise.resolve(done())),
    presign: presigning((object) => new GetObjectCommand({ ...object, ResponseContentDisposition: attachment(object.Key) })),
    presignUpload: presigning((object) => new PutObjectCommand(object)),
    removeSpace: forName((space) =>
      asking(deadlineMs.remove, async (signal) => {
        const bucket = bucketOf(space)
        // The key first: nothing is written from then on.
        await users.remove(bucket, signal)
        clients.delete(space)
        await buckets.remove(bucket, signal)
        return credentials.forget(space)
      }),
    ),
    listSpaces: (prefix) =>
      asking(deadlineMs.ask, async (signal) => {
        const names = await Promise.all([buckets.list(bucketOf(prefix), signal), users.list(bucketOf(prefix), signal)])
        return done([...new Set(names.flat())].map((name) => name.slice(options.prefix.length)).sort())
      }),
  }
}

const attachment = (path: string) => `attachment; filename*=UTF-8''${encodeURIComponent(path.split('/').at(-1)!)}`

async function write(client: S3Client, object: { Bucket: string; Key: string; Body: Buffer }, abortSignal: AbortSignal): Promise<void> {
  if (object.Body.length < multipartFromBytes) return void (await client.send(new PutObjectCommand(object), { abortSignal }))
  const upload = new Upload({ client, params: object, partSize: multipartFromBytes / 2, queueSize: 4 })
  const stop = () => void upload.abort()
  abortSignal.addEventListener('abort', stop)
  await upload.done().finally(() => abortSignal.removeEventListener('abort', stop))
}
