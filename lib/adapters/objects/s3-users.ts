import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import type { SpaceKey } from '@/lib/adapters/objects/port'
import { isNamed, unlessMissing } from '@/lib/adapters/objects/s3-failure'

const policyName = 'own-space'

/** What the user of a bucket may: its objects and its own list. It can neither make nor remove buckets, nor see another. */
const policyOf = (bucket: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], Resource: [`arn:aws:s3:::${bucket}/*`] },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${bucket}`] },
    ],
  })

/** Users over the AWS IAM API, one a bucket, of the bucket's name. */
export class S3Users {
  constructor(private readonly iam: IAMClient) {}

  async ensure(bucket: string, abortSignal: AbortSignal): Promise<void> {
    await this.iam.send(new CreateUserCommand({ UserName: bucket }), { abortSignal }).catch((error: unknown) => {
      if (!isNamed(error, 'EntityAlreadyExistsException', 'EntityAlreadyExists')) throw error
    })
    await this.iam.send(new PutUserPolicyCommand({ UserName: bucket, PolicyName: policyName, PolicyDocument: policyOf(bucket) }), { abortSignal })
  }

  /** Ids of its keys; empty when there is no such user. */
  async keys(bucket: string, abortSignal: AbortSignal): Promise<string[]> {
    const listed = await unlessMissing(this.iam.send(new ListAccessKeysCommand({ UserName: bucket }), { abortSignal }))
    return (listed?.AccessKeyMetadata ?? []).map(({ AccessKeyId }) => AccessKeyId!)
  }

  async newKey(bucket: string, abortSignal: AbortSignal): Promise<SpaceKey> {
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName: bucket }), { abortSignal })
    return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }
  }

  async removeKey(bucket: string, id: string, abortSignal: AbortSignal): Promise<void> {
    await unlessMissing(this.iam.send(new DeleteAccessKeyCommand({ UserName: bucket, AccessKeyId: id }), { abortSignal }))
  }

  /** Its keys first: they open nothing from then on. */
  async remove(bucket: string, abortSignal: AbortSignal): Promise<void> {
    for (const id of await this.keys(bucket, abortSignal)) await this.removeKey(bucket, id, abortSignal)
    const policies = await unlessMissing(this.iam.send(new ListUserPoliciesCommand({ UserName: bucket }), { abortSignal }))
    for (const name of policies?.PolicyNames ?? []) {
      await unlessMissing(this.iam.send(new DeleteUserPolicyCommand({ UserName: bucket, PolicyName: name }), { abortSignal }))
    }
    await unlessMissing(this.iam.send(new DeleteUserCommand({ UserName: bucket }), { abortSignal }))
  }

  async list(prefix: string, abortSignal: AbortSignal): Promise<string[]> {
    const names: string[] = []
    for (let marker: string | undefined; ; ) {
      const page = await this.iam.send(new ListUsersCommand({ Marker: marker }), { abortSignal })
      names.push(...(page.Users ?? []).map(({ UserName }) => UserName!).filter((name) => name.startsWith(prefix)))
      if (!page.IsTruncated || !page.Marker) return names
      marker = page.Marker
    }
  }
}
