import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { extract } from 'tar-stream'
import type { z } from 'zod'
import { type EntryFacts, headSchema, magic, type Manifest, manifestName } from './archive-format'
import { BadArchive } from './bad-archive'
import { keyOf, opening } from './sealed-frames'

export type TakeEntry = (name: string, content: AsyncIterable<Buffer>) => Promise<void>

/**
 * Reads the file to its end, giving each entry to `take`, and holds every byte against the manifest.
 * @throws BadArchive that says what is wrong; what was taken by then is to be thrown away.
 */
export async function readArchive<Facts>(file: string, passphrase: string | undefined, factsSchema: z.ZodType<Facts>, take: TakeEntry): Promise<Manifest<Facts>> {
  const { headBytes, salt } = await readHead(file, passphrase)
  const seen: Record<string, EntryFacts> = {}
  const manifests: Buffer[] = []
  const untar = extract()
  const open = salt ? [opening(keyOf(passphrase!, salt))] : []
  const read = pipeline([createReadStream(file, { start: headBytes }), ...open, createZstdDecompress(), untar])
  // Told by the loop below, which ends with it.
  read.catch(() => undefined)
  try {
    for await (const entry of untar) {
      const { name } = entry.header
      const content = entry as unknown as AsyncIterable<Buffer>
      if (name === manifestName) for await (const chunk of content) manifests.push(chunk)
      else seen[name] = await takeHashed(name, content, take)
    }
    await read
  } catch (error) {
    if (error instanceof BadArchive) throw error
    if (isDamage(error)) throw new BadArchive('The backup is damaged or was cut off: it cannot be read to its end. Use another copy of it.')
    throw error
  }
  return held(manifests, seen, factsSchema)
}

async function takeHashed(name: string, content: AsyncIterable<Buffer>, take: TakeEntry): Promise<EntryFacts> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* watched() {
    for await (const chunk of content) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const stream = watched()
  await take(name, stream)
  // What nobody wanted is read all the same: its hash counts.
  for await (const _rest of stream);
  return { bytes, sha256: hash.digest('hex') }
}

function held<Facts>(manifests: Buffer[], seen: Record<string, EntryFacts>, factsSchema: z.ZodType<Facts>): Manifest<Facts> {
  if (manifests.length === 0) throw new BadArchive('The backup is not complete: its list of contents is missing. Use another copy of it.')
  const manifest = JSON.parse(Buffer.concat(manifests).toString('utf8')) as Manifest<unknown>
  for (const [name, { sha256 }] of Object.entries(manifest.entries)) {
    if (!seen[name]) throw new BadArchive(`The backup is damaged: ${name} is missing. Use another copy of it.`)
    if (seen[name].sha256 !== sha256) throw new BadArchive(`The backup is damaged: ${name} does not have the content that was written. Use another copy of it.`)
  }
  const facts = factsSchema.safeParse(manifest.facts)
  if (!facts.success) throw new BadArchive('The backup was made by a version of the product that this one does not know. Restore it with that version.')
  return { facts: facts.data, entries: manifest.entries }
}

/** What decompressing, untarring and a stream that ends too early say. */
const isDamage = (error: unknown) => /zstd|Z_|tar|Unexpected end|unexpected end|Premature close|premature|checksum|ERR_STREAM/i.test(`${(error as { code?: string }).code ?? ''} ${(error as Error).message}`)

async function readHead(file: string, passphrase: string | undefined): Promise<{ headBytes: number; salt: Buffer | undefined }> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new BadArchive(`There is no file ${file}.`) : error
  })
  const buffer = Buffer.alloc(1024)
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0).finally(() => handle.close())
  const text = buffer.subarray(0, bytesRead).toString('latin1')
  const end = text.indexOf('\n', magic.length)
  if (!text.startsWith(magic) || end < 0) throw new BadArchive(`${file} is not a backup of this product.`)
  const head = headSchema.parse(JSON.parse(text.slice(magic.length, end)))
  if (head.encryption === 'none') return { headBytes: end + 1, salt: undefined }
  if (!passphrase) throw new BadArchive('The backup is encrypted. Give its passphrase in BACKUP_PASSPHRASE.')
  return { headBytes: end + 1, salt: Buffer.from(head.salt ?? '', 'base64') }
}
