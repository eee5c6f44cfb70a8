import { mkdir, open, readdir, rm, truncate, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { below } from '@/lib/below'

/** A place in the journal: everything before it has been read. */
export interface Position {
  segment: number
  offset: number
}

export const before = (a: Position, b: Position) => a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset)

const headBytes = 8
const largestRecordBytes = 64 * 2 ** 20
const fileOf = (dir: string, segment: number) => below(dir, `${String(segment).padStart(10, '0')}.log`)

async function listSegments(dir: string): Promise<number[]> {
  const names = await readdir(dir)
  return names.filter((name) => /^\d{10}\.log$/.test(name)).map((name) => Number(name.slice(0, 10))).sort((a, b) => a - b)
}

interface Waiting {
  frame: Buffer
  done(position: Position): void
  failed(error: Error): void
}

/**
 * What was acknowledged, on disk: appended records in numbered files, each with its length and CRC-32. One writer; any
 * number of readers that keep their own position. Requests that wait together are written together and share one fsync.
 */
export class Journal {
  #waiting: Waiting[] = []
  #writing = false
  /** Bytes that wait to be written. */
  pendingBytes = 0

  private constructor(private readonly dir: string, private readonly segmentBytes: number, private segment: number, private file: FileHandle, private offset = 0) {}

  /**
   * Opens a new file after the last, and after file `after`: what a reader has behind it must not be written anew when the
   * folder was lost. What a killed writer left half written at the end of the last is cut off: it was never acknowledged.
   */
  static async open(dir: string, { segmentBytes = 64 * 2 ** 20, after = 0 } = {}): Promise<Journal> {
    await mkdir(dir, { recursive: true })
    const last = (await listSegments(dir)).at(-1) ?? 0
    if (last > 0) await truncate(fileOf(dir, last), await intactBytes(dir, last))
    const next = Math.max(last, after) + 1
    return new Journal(dir, segmentBytes, next, await create(dir, next))
  }

  /** Where the next record goes. */
  get end(): Position {
    return { segment: this.segment, offset: this.offset }
  }

  /** Resolves with the place after the record once it is durable; rejects when it is not, and then it is not there. */
  append(payload: Buffer): Promise<Position> {
    // A reader would take it for damage, and what follows it in the file would be lost.
    if (payload.length > largestRecordBytes) return Promise.reject(new RangeError(`a record has ${payload.length} bytes; the journal takes ${largestRecordBytes}`))
    const head = Buffer.alloc(headBytes)
    head.writeUInt32LE(payload.length, 0)
    head.writeUInt32LE(crc32(payload), 4)
    const frame = Buffer.concat([head, payload])
    this.pendingBytes += frame.length
    return new Promise((done, failed) => {
      this.#waiting.push({ frame, done, failed })
      if (!this.#writing) void this.#write()
    })
  }

  async close(): Promise<void> {
    while (this.#writing) await new Promise((resolve) => setImmediate(resolve))
    await this.file.close()
  }

  async #write(): Promise<void> {
    this.#writing = true
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0)
      const bytes = group.reduce((sum, { frame }) => sum + frame.length, 0)
      try {
        if (this.offset > 0 && this.offset + bytes > this.segmentBytes) await this.#rotate()
        await writeAll(this.file, group.map(({ frame }) => frame), this.offset)
        await this.file.datasync()
        for (const { frame, done } of group) done({ segment: this.segment, offset: (this.offset += frame.length) })
      } catch (error) {
        await this.#abandon()
        for (const { failed } of group) failed(error instanceof Error ? error : new Error(String(error)))
      }
      this.pendingBytes -= bytes
    }
    this.#writing = false
  }

  async #rotate(): Promise<void> {
    const next = await create(this.dir, this.segment + 1)
    await this.file.close()
    Object.assign(this, { file: next, segment: this.segment + 1, offset: 0 })
  }

  /** After a failed write nobody knows what the file holds: it ends where it was durable, and the next record goes into another. */
  async #abandon(): Promise<void> {
    await this.file.truncate(this.offset).catch(() => undefined)
    // On a full disk a sender may try for hours: one empty file is enough.
    if (this.offset > 0) await this.#rotate().catch(() => undefined)
  }
}

async function create(dir: string, segment: number): Promise<FileHandle> {
  const file = await open(fileOf(dir, segment), 'w+', 0o600)
  const folder = await open(dir, 'r')
  // The name must last as well as what is written under it.
  await folder.sync().finally(() => folder.close())
  return file
}

async function writeAll(file: FileHandle, frames: Buffer[], position: number): Promise<void> {
  let rest = Buffer.concat(frames)
  while (rest.length > 0) {
    const { bytesWritten } = await file.write(rest, 0, rest.length, position)
    position += bytesWritten
    rest = rest.subarray(bytesWritten)
  }
}

/** Records of `bytes` up to the first that is not whole; `used` is where that begins. */
function parse(bytes: Buffer): { payloads: Buffer[]; used: number } {
  const payloads: Buffer[] = []
  let used = 0
  while (used + headBytes <= bytes.length) {
    const length = bytes.readUInt32LE(used)
    const payload = bytes.subarray(used + headBytes, used + headBytes + length)
    if (length > largestRecordBytes || payload.length < length || crc32(payload) !== bytes.readUInt32LE(used + 4)) break
    payloads.push(payload)
    used += headBytes + length
  }
  return { payloads, used }
}

async function intactBytes(dir: string, segment: number): Promise<number> {
  let offset = 0
  for (;;) {
    const { used } = parse(await readBytes(dir, segment, offset, largestRecordBytes + headBytes))
    if (used === 0) return offset
    offset += used
  }
}

async function readBytes(dir: string, segment: number, offset: number, most: number): Promise<Buffer> {
  const file = await open(fileOf(dir, segment), 'r')
  try {
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.max(0, Math.min(most, size - offset)))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

export interface Stretch {
  payloads: Buffer[]
  /** Where each of them ends. */
  ends: Position[]
  next: Position
  /** Damaged on disk, and read no further: nothing of it is deleted. */
  damaged?: number
}

/** What a record takes in its file. */
export const frameBytes = (payload: Buffer): number => headBytes + payload.length

/** Whole records from a position on, about `most` bytes of them; none when there is nothing new. */
export async function readJournal(dir: string, from: Position, most = 8 * 2 ** 20): Promise<Stretch> {
  const segments = (await listSegments(dir)).filter((segment) => segment >= from.segment)
  let position = from
  let damaged: number | undefined
  for (const segment of segments) {
    if (segment > position.segment) position = { segment, offset: 0 }
    let bytes = await readBytes(dir, segment, position.offset, most)
    let { payloads, used } = parse(bytes)
    if (used === 0 && bytes.length === most) {
      bytes = await readBytes(dir, segment, position.offset, largestRecordBytes + headBytes)
      ;({ payloads, used } = parse(bytes))
    }
    if (payloads.length > 0) {
      let offset = position.offset
      const ends = payloads.map((payload) => ({ segment, offset: (offset += headBytes + payload.length) }))
      return { payloads, ends, next: { segment, offset: position.offset + used }, damaged }
    }
    if (bytes.length > 0 && segment !== segments.at(-1)) damaged = segment
  }
  return { payloads: [], ends: [], next: position, damaged }
}

/** Deletes the files that all readers have behind them. */
export async function forgetBefore(dir: string, position: Position): Promise<void> {
  for (const segment of await listSegments(dir)) if (segment < position.segment) await rm(fileOf(dir, segment), { force: true })
}
