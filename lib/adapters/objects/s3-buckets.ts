import {
  AbortMultipartUploadCommand,
  type BucketLifecycleConfiguration,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { StoredObject } from '@/lib/adapters/objects/port'
import { isNamed, unlessMissing } from '@/lib/adapters/objects/s3-failure'

/** What was overwritten or deleted can be brought back for so long; an upload that nobody finished is dropped after a day. */
const keepVersionsDays = 30
const lifecycle: BucketLifecycleConfiguration = {
  Rules: [
    {
      ID: 'old-versions-and-unfinished-uploads',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: keepVersionsDays },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ],
}

/** Buckets as the portal's own user: made, listed, emptied, removed. Objects are read and written with a bucket's own key. */
export class S3Buckets {
  constructor(
    private readonly s3: S3Client,
    /** The portal's origin: pages from there may up- and download. */
    private readonly origin: string,
  ) {}

  async ensure(bucket: string, abortSignal: AbortSignal): Promise<void> {
    await this.s3.send(new CreateBucketCommand({ Bucket: bucket }), { abortSignal }).catch((error: unknown) => {
      if (!isNamed(error, 'BucketAlreadyOwnedByYou')) throw error
    })
    // Each time: a try before may have broken off here.
    await this.s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: [this.origin], AllowedHeaders: ['*'], MaxAgeSeconds: 600 }] } }), { abortSignal })
    // Not every store has these two.
    await optional(this.s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }), { abortSignal }))
    await optional(this.s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: lifecycle }), { abortSignal }))
  }

  async objects(bucket: string, abortSignal: AbortSignal): Promise<StoredObject[]> {
    const stored: StoredObject[] = []
    for (let token: string | undefined; ; ) {
      const page = await unlessMissing(this.s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }), { abortSignal }))
      for (const { Key, Size, LastModified } of page?.Contents ?? []) stored.push({ path: Key!, bytes: Size ?? 0, storedAt: LastModified! })
      if (!page?.NextContinuationToken) return stored
      token = page.NextContinuationToken
    }
  }

  /** With its earlier versions: nothing of it can be brought back. */
  async removeObject(bucket: string, key: string, abortSignal: AbortSignal): Promise<void> {
    await this.deleteVersions(bucket, abortSignal, key)
  }

  async list(prefix: string, abortSignal: AbortSignal): Promise<string[]> {
    const names: string[] = []
    for (let token: string | undefined; ; ) {
      const page = await this.s3.send(new ListBucketsCommand({ Prefix: prefix, ContinuationToken: token }), { abortSignal })
      names.push(...(page.Buckets ?? []).map(({ Name }) => Name!).filter((name) => name.startsWith(prefix)))
      if (!page.ContinuationToken) return names
      token = page.ContinuationToken
    }
  }

  /** Every version, every mark of a deletion and every unfinished upload, then the bucket; until the store says that it is not there. */
  async remove(bucket: string, abortSignal: AbortSignal): Promise<void> {
    while (await this.exists(bucket, abortSignal)) {
      abortSignal.throwIfAborted()
      await this.abortUploads(bucket, abortSignal)
      await this.deleteVersions(bucket, abortSignal)
      await unlessMissing(this.s3.send(new DeleteBucketCommand({ Bucket: bucket }), { abortSignal })).catch((error: unknown) => {
        // Something was written in between: once more.
        if (!isNamed(error, 'BucketNotEmpty')) throw error
      })
    }
  }

  private async exists(bucket: string, abortSignal: AbortSignal): Promise<boolean> {
    return (await unlessMissing(this.s3.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal }))) !== undefined
  }

  private async abortUploads(bucket: string, abortSignal: AbortSignal): Promise<void> {
    for (;;) {
      const page = await unlessMissing(this.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }), { abortSignal }))
      if (!page?.Uploads?.length) return
      for (const { Key, UploadId } of page.Uploads) {
        await unlessMissing(this.s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: Key!, UploadId: UploadId! }), { abortSignal }))
      }
    }
  }

  /** Of every object, or of one. */
  private async deleteVersions(bucket: string, abortSignal: AbortSignal, only?: string): Promise<void> {
    for (;;) {
      const page = await unlessMissing(this.s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: only }), { abortSignal }))
      const found = [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])].filter(({ Key }) => only === undefined || Key === only).map(({ Key, VersionId }) => ({ Key: Key!, VersionId }))
      if (found.length === 0) return
      const answer = await unlessMissing(this.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: found, Quiet: true } }), { abortSignal }))
      const [problem] = answer?.Errors ?? []
      if (problem) throw new Error(`${problem.Key} cannot be deleted: ${problem.Code} ${problem.Message ?? ''}`)
    }
  }
}

const optional = (work: Promise<unknown>) =>
  work.catch((error: { $metadata?: { httpStatusCode?: number } }) => {
    if (error.$metadata?.httpStatusCode !== 501) throw error
  })
