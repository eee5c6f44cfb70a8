import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { pack, type Pack } from 'tar-stream'
import { type EntryFacts, magic, type Manifest, manifestName } from './archive-format'
import { keyOf, sealing } from './sealed-frames'

const padBytes = 1 << 20

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
function roomIn(entry: unknown): Promise<void> {
  const sink = entry as Writable
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  sink.once('drain', resolve).once('close', resolve).once('error', reject)
  // A large table waits thousands of times: none of them leaves anything behind.
  return promise.finally(() => sink.off('drain', resolve).off('close', resolve).off('error', reject))
}

async function* exactly(size: number, source: AsyncIterable<Buffer> | Buffer): AsyncGenerator<Buffer> {
  let left = size
  for await (const chunk of Buffer.isBuffer(source) ? [source] : source) {
    if (left === 0) return
    const part = chunk.subarray(0, left)
    left -= part.length
    if (part.length > 0) yield part
  }
  for (; left > 0; left -= Math.min(left, padBytes)) yield Buffer.alloc(Math.min(left, padBytes))
}
