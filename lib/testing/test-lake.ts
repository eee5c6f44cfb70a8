import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { S3 } from '@aws-sdk/client-s3'
import type { KafkaOptions } from '@/lib/adapters/events/kafka-options'
import { deployLake, type FlinkLake, type LakeForm } from '@/lib/lake/flink-lake'
import { checkout } from '@/scripts/checkout'
import { buildRules } from '@/scripts/stack/build-rules'
import type { Settings } from '@/scripts/stack/server'
import { flinkHome } from '@/scripts/stack/servers/flink'
import { testServer } from '@/scripts/stack/test-stack'

const programs = path.join(checkout, 'var/stack/programs')

export interface TestLake {
  lake: FlinkLake
  /** With Flink's key. */
  s3: S3
  deploy(form: LakeForm): Promise<{ id: string; state?: string }>
  flinkUrl: string
  flinkData: string
}

/** Where the stack's Flink has its lake. */
export const lakeOf = (s3: Settings): FlinkLake => ({
  bucket: s3.FLINK_LAKE_BUCKET!, s3Url: s3.S3_URL!, region: s3.S3_REGION!, keyId: s3.FLINK_LAKE_KEY_ID!, secret: s3.FLINK_LAKE_SECRET!, catalogUrl: s3.FLINK_LAKE_CATALOG_URL!, warehouse: s3.FLINK_LAKE_WAREHOUSE!,
})

export const s3Of = ({ s3Url, region, keyId, secret }: FlinkLake): S3 => new S3({ endpoint: s3Url, region, forcePathStyle: true, credentials: { accessKeyId: keyId, secretAccessKey: secret } })

/** The lake's jobs of a test's own on the shared Flink and S3, with a checkpoint every two seconds; null when they cannot be had. */
export async function testLake({ brokers, registryUrl, prefix }: KafkaOptions): Promise<TestLake | null> {
  const [flink, store] = [await testServer('flink'), await testServer('s3')]
  if (!flink.settings || !store.settings) return null
  const lake = lakeOf(store.settings)
  const flinkUrl = flink.settings.FLINK_URL!
  const jar = await buildRules(programs, flinkHome(programs))
  const job = { flinkUrl, sqlGatewayUrl: flink.settings.FLINK_SQL_GATEWAY_URL!, brokers: brokers.join(','), registryUrl, prefix, jar, parallelism: 1, lake, checkpointSeconds: 2 }
  return { lake, s3: s3Of(lake), deploy: (form) => deployLake({ ...job, form }), flinkUrl, flinkData: path.join(flink.varDir, 'stack/flink') }
}

/** Copies every object below a prefix into a folder. @returns how many. */
export async function fetchObjects(s3: S3, bucket: string, prefix: string, folder: string): Promise<number> {
  let [from, count] = [undefined as string | undefined, 0]
  do {
    const page = await s3.listObjectsV2({ Bucket: bucket, Prefix: prefix, ContinuationToken: from })
    for (const { Key } of page.Contents ?? []) {
      const file = path.join(folder, Key!.slice(prefix.length))
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, await (await s3.getObject({ Bucket: bucket, Key })).Body!.transformToByteArray())
      count++
    }
    from = page.NextContinuationToken
  } while (from)
  return count
}
