import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { type Readable, Transform, type TransformCallback, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { extract, pack, type Pack } from 'tar-stream'
import { z } from 'zod'

/** A file that cannot be used, in words for whoever holds it. */
export class BadArchive extends Error {}

/**
 * MILLRACE-BACKUP-1, a line of JSON, then tar compressed with zstd; with a passphrase in frames of AES-256-GCM. The
 * manifest is the last entry: a file that was cut off has none, and is refused.
 */
const magic = 'MILLRACE-BACKUP-1\n'
const frameBytes = 1 << 20
const tagBytes = 16
const scrypt = { N: 1 << 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 }
const manifestName = 'manifest.json'

const headSchema = z.object({ encryption: z.enum(['none', 'aes-256-gcm']), salt: z.string().optional() })

export interface EntryFacts {
  bytes: number
  sha256: string
}

/** What stands in the file: facts of whoever made it, and every entry with its hash. */
export interface Manifest<Facts> {
  facts: Facts
  entries: Record<string, EntryFacts>
}

export interface ArchiveWriter {
  /** Adds `size` bytes; a source that gives fewer is filled up, one that gives more is cut: it grew meanwhile. */
  add(name: string, size: number, source: AsyncIterable<Buffer> | Buffer): Promise<void>
}

/** Writes the file beside and renames it when it is whole and on disk. @returns its bytes. */
export async function writeArchive<Facts>(file: string, passphrase: string | undefined, fill: (writer: ArchiveWriter) => Promise<Facts>): Promise<number> {
  const partial = `${file}.partial`
  const salt = passphrase ? randomBytes(16) : undefined
  const head = `${magic}${JSON.stringify({ encryption: salt ? 'aes-256-gcm' : 'none', salt: salt?.toString('base64') })}\n`
  const tar = pack()
  const out = createWriteStream(partial, { mode: 0o600 })
  out.write(head)
  const seal = salt ? [sealing(keyOf(passphrase!, salt))] : []
  const written = pipeline([tar as unknown as Readable, createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }), ...seal, out])
  try {
    await Promise.race([fillTar(tar, fill), written.then(() => Promise.reject(new Error('the file ended too early')))])
    await written
    const handle = await open(partial, 'r+')
    const { size } = await handle.stat()
    await handle.sync().finally(() => handle.close())
    await rename(partial, file)
    return size
  } catch (error) {
    tar.destroy()
    await written.catch(() => undefined)
    await rm(partial, { force: true })
    throw error
  }
}

async function fillTar<Facts>(tar: Pack, fill: (writer: ArchiveWriter) => Promise<Facts>): Promise<void> {
  const entries: Record<string, EntryFacts> = {}
  const facts = await fill({
    async add(name, size, source) {
      entries[name] = await addEntry(tar, name, size, source)
    },
  })
  const manifest = Buffer.from(JSON.stringify({ facts, entries } satisfies Manifest<Facts>))
  await addEntry(tar, manifestName, manifest.length, manifest)
  tar.finalize()
}

async function addEntry(tar: Pack, name: string, size: number, source: AsyncIterable<Buffer> | Buffer): Promise<EntryFacts> {
  const hash = createHash('sha256')
  const done = Promise.withResolvers<void>()
  const entry = tar.entry({ name, size, mode: 0o600 }, (error) => (error ? done.reject(error) : done.resolve()))
  for await (const chunk of exactly(size, source)) {
    hash.update(chunk)
    if (!entry.write(chunk)) await roomIn(entry)
  }
  ;(entry as unknown as Writable).end()
  await done.promise
  return { bytes: size, sha256: hash.digest('hex') }
}

/** Until more may be written, or what takes it is gone: then the archive as a whole fails. */
const roomIn = (entry: unknown): Promise<void> =>
  new Promise((resolve, reject) => (entry as Writable).once('drain', resolve).once('close', resolve).once('error', reject))

async function* exactly(size: number, source: AsyncIterable<Buffer> | Buffer): AsyncGenerator<Buffer> {
  let left = size
  for await (const chunk of Buffer.isBuffer(source) ? [source] : source) {
    if (left === 0) return
    const part = chunk.subarray(0, left)
    left -= part.length
    if (part.length > 0) yield part
  }
  for (; left > 0; left -= Math.min(left, frameBytes)) yield Buffer.alloc(Math.min(left, frameBytes))
}

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

const keyOf = (passphrase: string, salt: Buffer) => scryptSync(passphrase, salt, 32, scrypt)

/** The frame's number is its nonce and whether it is the last is authenticated: frames cannot change places or be cut off. */
const nonceOf = (index: number) => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 6, 6)
  return nonce
}
const lastMark = (isLast: boolean) => Buffer.from([isLast ? 1 : 0])

function sealing(key: Buffer): Transform {
  return framed(frameBytes, (plain, index, isLast) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: tagBytes })
    cipher.setAAD(lastMark(isLast))
    const body = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([body, cipher.getAuthTag()])
  })
}

function opening(key: Buffer): Transform {
  return framed(frameBytes + tagBytes, (sealed, index, isLast) => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: tagBytes })
      decipher.setAAD(lastMark(isLast))
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
    } catch {
      throw new BadArchive(index === 0 ? 'The passphrase does not open this backup, or its beginning is damaged.' : 'The backup is damaged or was cut off. Use another copy of it.')
    }
  })
}

/** Cuts a stream into frames of `size`; the last may be shorter, and is known as such. */
function framed(size: number, work: (frame: Buffer, index: number, isLast: boolean) => Buffer): Transform {
  let held = Buffer.alloc(0)
  let index = 0
  const attempt = (done: TransformCallback, run: () => void) => {
    try {
      run()
    } catch (error) {
      return done(error as Error)
    }
    done()
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      attempt(done, () => {
        held = Buffer.concat([held, chunk])
        // The last is told at the end only: one whole frame stays behind.
        while (held.length > size) {
          this.push(work(held.subarray(0, size), index++, false))
          held = held.subarray(size)
        }
      })
    },
    flush(done) {
      attempt(done, () => this.push(work(held, index, true)))
    },
  })
}
