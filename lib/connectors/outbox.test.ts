import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Outbox } from '@/lib/connectors/outbox'

const log = pino({ level: 'silent' })
let dir: string
let outbox: Outbox<string>
let dropped: number
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'outbox-'))
  dropped = 0
  outbox = await open()
})
afterEach(async () => {
  await outbox.close()
  rmSync(dir, { recursive: true })
})
const open = (limitBytes = 2 ** 20) => Outbox.open<string>({ dir, log, limitBytes, gatherMs: 1, onDropped: (items) => (dropped += items) })
const again = async (limitBytes?: number) => {
  await outbox.close()
  outbox = await open(limitBytes)
}
const next = (most = 1000) => outbox.oldest(most, () => 1)

describe('the outbox', () => {
  it('gives back what it took, oldest first, until it is delivered; also after a restart', async () => {
    for (const item of ['a', 'b', 'c']) expect(await outbox.keep([item], false)).toBe(true)
    expect((await next(2))!.items).toEqual(['a', 'b'])
    expect((await next(2))!.items).toEqual(['a', 'b'])
    await outbox.delivered((await next(2))!.to)
    await again()
    expect(outbox.backlogBytes).toBeGreaterThan(0)
    expect((await next())!.items).toEqual(['c'])
    await outbox.keep(['d'], false)
    await outbox.delivered((await next())!.to)
    expect((await next())!.items).toEqual(['d'])
    await outbox.delivered((await next())!.to)
    expect(await next()).toBeNull()
    expect(outbox.backlogBytes).toBe(0)
  })

  it('keeps its name and a batch’s place over a restart, so that a repeat is known as one', async () => {
    await outbox.keep(['a'], true)
    const [name, before] = [outbox.instance, await next()]
    await again()
    expect([outbox.instance, await next()]).toEqual([name, before])
  })

  it('writes what comes together as one record', async () => {
    await Promise.all(Array.from({ length: 500 }, (_, i) => outbox.keep([String(i)], true)))
    expect((await next(500))!.items).toEqual(Array.from({ length: 500 }, (_, i) => String(i)))
  })

  it('leaves out what could never be written, whoever sent it, and goes on with the next', async () => {
    const nested = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)) as string
    expect([await outbox.keep([nested], true), await outbox.keep(['z'.repeat(9 * 2 ** 20)], true), dropped]).toEqual([false, false, 2])
    await again(2 ** 30)
    const large = Array.from({ length: 12 }, (_, i) => String(i).repeat(3 * 2 ** 20))
    expect(await Promise.all(large.map((item) => outbox.keep([item], true)))).toEqual(large.map(() => true))
    await again(2 ** 30)
    const seen: string[] = []
    for (let batch = await next(); batch; batch = await next()) {
      seen.push(...batch.items)
      await outbox.delivered(batch.to)
    }
    expect(seen.map((item) => item.length)).toEqual(large.map(({ length }) => length))
  })

  it('full, it drops what nobody sends again and counts it; what was taken stays; who can wait, waits for room', async () => {
    await again(500)
    const long = 'x'.repeat(100)
    while (!outbox.full) await outbox.keep([long], false)
    expect([await outbox.keep(['lost', 'lost'], false), dropped]).toEqual([false, 2])
    let kept = false
    const patient = outbox.keep(['patient'], true).then(() => (kept = true))
    expect(kept).toBe(false)
    const held = (await next())!
    expect(held.items.every((item) => item === long)).toBe(true)
    await outbox.delivered(held.to)
    await patient
    expect(await outbox.keep(['again'], false)).toBe(true)
    const seen: string[] = []
    for (let batch = await next(); batch; batch = await next()) {
      seen.push(...batch.items)
      await outbox.delivered(batch.to)
    }
    expect(seen.filter((item) => item !== long)).toEqual(['patient', 'again'])
    expect(dropped).toBe(2)
  })

  it('forgets on disk what is delivered', async () => {
    await again(2 ** 19)
    for (let i = 0; i < 12; i++) {
      await outbox.keep(['y'.repeat(30_000)], true)
      await outbox.delivered((await next())!.to)
    }
    expect(readdirSync(dir).filter((name) => name.endsWith('.log')).length).toBeLessThanOrEqual(2)
  })

  it('on a disk that fails, it drops what nobody sends again, lets the others wait, and tries again', async () => {
    const { append } = outbox['journal']
    let failures = 2
    outbox['journal'].append = (payload) => (failures-- > 0 ? Promise.reject(new Error('ENOSPC')) : append.call(outbox['journal'], payload))
    expect([await outbox.keep(['lost'], false), dropped]).toEqual([false, 1])
    expect(await outbox.keep(['patient'], true)).toBe(true)
    expect(await outbox.keep(['again'], false)).toBe(true)
    expect((await next())!.items).toEqual(['patient', 'again'])
    expect(dropped).toBe(1)
  })

  it('goes on behind a record that was half written when the machine stopped', async () => {
    await outbox.keep(['whole'], true)
    const file = readdirSync(dir).filter((name) => name.endsWith('.log')).at(-1)!
    await outbox.close()
    appendFileSync(path.join(dir, file), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 91]))
    outbox = await open()
    await outbox.keep(['after'], true)
    const items: string[] = []
    for (let batch = await next(); batch; batch = await next()) {
      items.push(...batch.items)
      await outbox.delivered(batch.to)
    }
    expect(items).toEqual(['whole', 'after'])
  })
})
