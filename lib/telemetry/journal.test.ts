import { appendFile, mkdtemp, readdir, rm, truncate } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forgetBefore, Journal, type Position, readJournal } from '@/lib/telemetry/journal'
import { decodeRecord, encodeRecord } from '@/lib/telemetry/record'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'journal-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const start: Position = { segment: 0, offset: 0 }

/** Everything from a position on, in small stretches. */
async function readAll(from = start): Promise<string[]> {
  const texts: string[] = []
  for (let position = from; ; ) {
    const { payloads, next } = await readJournal(dir, position, 64)
    if (payloads.length === 0) return texts
    texts.push(...payloads.map(String))
    position = next
  }
}
const texts = (n: number) => Array.from({ length: n }, (_, i) => `record ${i} ${'x'.repeat(i)}`)

describe('the journal', () => {
  it('gives back what was appended, in order, across files and restarts', async () => {
    const first = await Journal.open(dir, { segmentBytes: 200 })
    await Promise.all(texts(20).map((text) => first.append(Buffer.from(text))))
    await first.close()
    const second = await Journal.open(dir, { segmentBytes: 200 })
    const positions: Position[] = []
    for (const text of texts(5)) positions.push(await second.append(Buffer.from(text)))
    expect(await readAll()).toEqual([...texts(20), ...texts(5)])
    expect(await readAll(positions[2])).toEqual(texts(5).slice(3))
    await forgetBefore(dir, positions[0]!)
    expect(await readAll()).toEqual(texts(5))
    await second.close()
  })

  it('begins after what its readers have behind them, also in an empty folder', async () => {
    const journal = await Journal.open(dir, { after: 7 })
    expect(await journal.append(Buffer.from('x'))).toMatchObject({ segment: 8 })
    await journal.close()
  })

  it('cuts off what a killed writer left half written, at every byte', async () => {
    const journal = await Journal.open(dir)
    const ends: Position[] = []
    for (const text of texts(3)) ends.push(await journal.append(Buffer.from(text)))
    await journal.close()
    const file = path.join(dir, (await readdir(dir)).at(-1)!)
    for (let size = ends[2]!.offset - 1; size >= ends[1]!.offset; size--) {
      await truncate(file, size)
      expect(await readAll()).toEqual(texts(2))
    }
    await appendFile(file, Buffer.from([9, 0, 0, 0, 1, 2, 3, 4, 5]))
    const again = await Journal.open(dir)
    await again.append(Buffer.from('after'))
    expect(await readAll()).toEqual([...texts(2), 'after'])
    await again.close()
  })

  it('keeps a record as it was', () => {
    const record = {
      tenantId: 'plant-ä', sourceId: 's', webhookId: null, sha256: '0', receivedAt: 1, status: 207, answer: { accepted: 2 },
      groups: [{ signal: 'a', t: [1, 2.5], v: [-0.1, 1e300] }, { signal: 'b', t: [3], v: [4] }],
      refused: [{ index: 1, code: 'not_a_number' as const, message: 'no', raw: null }],
    }
    const { groups, ...rest } = decodeRecord(encodeRecord(record))
    expect({ ...rest, groups: groups.map(({ signal, t, v }) => ({ signal, t: Array.from(t), v: Array.from(v) })) }).toEqual(record)
  })
})
