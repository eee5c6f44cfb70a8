import { randomBytes } from 'node:crypto'
import { DeleteUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusal, value } from '@/lib/adapters/contract-checks'
import { describeObjectsContract } from '@/lib/adapters/objects/contract'
import type { Objects, SpaceAccess, SpaceKey } from '@/lib/adapters/objects/port'
import { s3Objects } from '@/lib/adapters/objects/s3'
import { memoryCredentials } from '@/lib/testing/memory-credentials'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('s3')
const settings = server.settings ?? {}
const administrator = { accessKeyId: settings.S3_ACCESS_KEY_ID!, secretAccessKey: settings.S3_SECRET_ACCESS_KEY! }
const at = (credentials: SpaceKey) => ({ endpoint: settings.S3_URL, region: 'us-east-1', forcePathStyle: true, credentials, requestChecksumCalculation: 'WHEN_REQUIRED' as const })

/** An installation of its own on the shared server. */
async function installation() {
  let agoMs = 0
  const prefix = `t${randomBytes(4).toString('hex')}-`
  const clock = { now: () => new Date(Date.now() - agoMs) }
  const credentials = memoryCredentials()
  const port = s3Objects({ endpoint: settings.S3_URL!, region: 'us-east-1', administrator, prefix, credentials, portalUrl: 'http://localhost:3000', clock })
  return {
    port,
    prefix,
    credentials,
    async madeBefore(ms: number, make: () => Promise<string>) {
      agoMs = ms
      return make().finally(() => (agoMs = 0))
    },
    async open(link: string) {
      const answer = await fetch(link)
      return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null
    },
    upload: async (link: string, body: Buffer) => (await fetch(link, { method: 'PUT', body: new Uint8Array(body) })).ok,
    async stop() {
      for (const space of value(await port.listSpaces(''))) value(await port.removeSpace(space))
    },
  }
}

describe.skipIf(!server.settings)('on a real S3', () => {
  describeObjectsContract('S3', installation)

  describe('a space', () => {
    let test: Awaited<ReturnType<typeof installation>>
    let objects: Objects
    let mine: SpaceAccess
    let asOwner: S3Client
    const asAdministrator = new S3Client(at(administrator))
    const iam = new IAMClient(at(administrator))
    beforeEach(async () => {
      test = await installation()
      objects = test.port
      mine = value(await objects.access('demo-a'))!
      value(await objects.ensureSpace('demo-ab'))
      value(await objects.put('demo-ab', 'secret.csv', Buffer.from('theirs')))
      asOwner = new S3Client(at(mine))
    })
    afterEach(() => test.stop())
    const buckets = async () => (await asAdministrator.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name).filter((name) => name!.startsWith(test.prefix))
    const users = async () => (await iam.send(new ListUsersCommand({}))).Users!.map(({ UserName }) => UserName).filter((name) => name!.startsWith(test.prefix))

    it('opens to its own key, which reaches nothing else', async () => {
      const { bucket } = mine
      await asOwner.send(new PutObjectCommand({ Bucket: bucket, Key: 'a.csv', Body: 'mine' }))
      expect(value(await objects.get('demo-a', 'a.csv')).toString()).toBe('mine')
      const other = `${test.prefix}demo-ab`
      const forbidden = [
        new GetObjectCommand({ Bucket: other, Key: 'secret.csv' }),
        new PutObjectCommand({ Bucket: other, Key: 'x', Body: 'x' }),
        new ListObjectsV2Command({ Bucket: other }),
        new CreateBucketCommand({ Bucket: `${test.prefix}new` }),
        new DeleteBucketCommand({ Bucket: bucket }),
      ]
      for (const command of forbidden) await expect(asOwner.send(command as GetObjectCommand), command.constructor.name).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
      await expect(new IAMClient(at(mine)).send(new ListUsersCommand({}))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
      expect((await asOwner.send(new ListBucketsCommand({}))).Buckets ?? []).not.toContainEqual(expect.objectContaining({ Name: other }))
    })

    it('keeps its key when it is made again, and gets another when the store has lost it', async () => {
      expect(value(await objects.access('demo-a'))).toEqual(mine)
      await iam.send(new DeleteUserCommand({ UserName: mine.bucket }))
      const next = value(await objects.access('demo-a'))!
      expect(next.accessKeyId).not.toBe(mine.accessKeyId)
      value(await objects.put('demo-a', 'a.csv', Buffer.from('x')))
    })

    it('leaves no version, no unfinished upload, no user and no key', async () => {
      const { bucket } = mine
      for (const body of ['first', 'second']) value(await objects.put('demo-a', 'a.csv', Buffer.from(body)))
      const versions = await asAdministrator.send(new ListObjectVersionsCommand({ Bucket: bucket }))
      expect(versions.Versions).toHaveLength(2)
      const { UploadId } = await asOwner.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'half' }))
      await asOwner.send(new UploadPartCommand({ Bucket: bucket, Key: 'half', UploadId, PartNumber: 1, Body: randomBytes(5_300_000) }))
      value(await objects.removeSpace('demo-a'))
      expect(await buckets()).toEqual([`${test.prefix}demo-ab`])
      expect(await users()).toEqual([`${test.prefix}demo-ab`])
      await expect(asOwner.send(new PutObjectCommand({ Bucket: bucket, Key: 'late', Body: 'x' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
      await asAdministrator.send(new CreateBucketCommand({ Bucket: bucket }))
      const again = await asAdministrator.send(new ListObjectVersionsCommand({ Bucket: bucket }))
      expect([again.Versions ?? [], again.DeleteMarkers ?? []]).toEqual([[], []])
    })

    it('that the product never knew is listed, whether only a bucket or only a user is left of it, and goes', async () => {
      await asAdministrator.send(new CreateBucketCommand({ Bucket: `${test.prefix}demo-bucket` }))
      await asAdministrator.send(new PutObjectCommand({ Bucket: `${test.prefix}demo-bucket`, Key: 'a', Body: 'x' }))
      value(await objects.ensureSpace('demo-user'))
      await asAdministrator.send(new DeleteBucketCommand({ Bucket: `${test.prefix}demo-user` }))
      expect(value(await objects.listSpaces('demo-'))).toEqual(['demo-a', 'demo-ab', 'demo-bucket', 'demo-user'])
      for (const space of ['demo-bucket', 'demo-user']) value(await objects.removeSpace(space))
      expect([await buckets(), await users()]).toEqual([[mine.bucket, `${test.prefix}demo-ab`], [mine.bucket, `${test.prefix}demo-ab`]])
    })

    it('takes uploads from the portal’s pages and from no other', async () => {
      const link = value(await objects.presignUpload('demo-a', 'a.csv', 60))
      const asks = (origin: string) => fetch(link, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } })
      expect((await asks('http://localhost:3000')).headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
      expect((await asks('http://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull()
    })

    it('is refused to whoever shows a wrong key or none', async () => {
      const wrong = new S3Client(at({ ...mine, secretAccessKey: 'x'.repeat(40) }))
      await expect(wrong.send(new ListObjectsV2Command({ Bucket: mine.bucket }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
      expect((await fetch(`${mine.endpoint}/${mine.bucket}/`)).status).toBe(403)
      expect(await objects.put('demo-none', 'a', Buffer.from('x'))).toMatchObject(refusal)
    })
  })
})
