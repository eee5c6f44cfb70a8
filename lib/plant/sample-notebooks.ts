import { readdir, readFile } from 'node:fs/promises'
import type { NotebookFile } from '@/lib/adapters/notebooks/port'
import type { SpaceAccess } from '@/lib/adapters/objects/port'
import { below } from '@/lib/below'

// The product runs from its checkout; the bundler moves modules, so that their own place says nothing.
const notebooks = below(process.cwd(), 'platform', 'notebooks')
const folder = below(notebooks, 'samples')

/** The notebooks that every plant begins with; they read the Parquet files in `data/` beside them. */
export async function sampleNotebooks(): Promise<NotebookFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ipynb')).sort()
  return names.map((name) => ({ path: name, from: below(folder, name) }))
}

/** How the tools of a notebook find the plant's own object space (the AWS tools' usual files), and a notebook that reads from it. */
export async function objectStoreFiles({ endpoint, region, bucket, accessKeyId, secretAccessKey }: SpaceAccess): Promise<NotebookFile[]> {
  const name = 'Your Files over S3.ipynb'
  const notebook = await readFile(below(notebooks, 'object-store', name), 'utf8')
  // Checksums beyond S3's own are not known to every store.
  const config = ['[default]', `region = ${region}`, `endpoint_url = ${endpoint}`, 'request_checksum_calculation = when_required', 'response_checksum_validation = when_required', 's3 =', '    addressing_style = path', '']
  const credentials = ['[default]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`, '']
  return [
    { path: name, from: Buffer.from(notebook.replace('YOUR-BUCKET', bucket)) },
    { path: '.aws/config', from: Buffer.from(config.join('\n')) },
    { path: '.aws/credentials', from: Buffer.from(credentials.join('\n')) },
  ]
}
