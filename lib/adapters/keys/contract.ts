import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { oddNames, refusal, value } from '@/lib/adapters/contract-checks'
import type { Keys } from '@/lib/adapters/keys/port'

export interface KeysUnderTest {
  port: Keys
  /** Another process's view of the same keys. */
  second: Keys
  stop?(): Promise<void>
}

/** What every implementation of the keys port guarantees. `make` gives an empty one before each test. */
export function describeKeysContract(name: string, make: () => Promise<KeysUnderTest>): void {
  describe(`${name} keys`, () => {
    let test: KeysUnderTest
    let keys: Keys
    const plain = randomBytes(32)
    beforeEach(async () => {
      test = await make()
      keys = test.port
    })
    afterEach(() => test.stop?.())

    async function wrapped(under: string): Promise<Buffer> {
      value(await keys.ensureKey(under))
      return value(await keys.wrap(under, plain))
    }

    describe('wrapping', () => {
      it('gives back what was wrapped, under a form that does not show it', async () => {
        const bytes = await wrapped('demo-a')
        expect(bytes.includes(plain)).toBe(false)
        expect(value(await keys.unwrap('demo-a', bytes))).toEqual(plain)
        expect(value(await test.second.unwrap('demo-a', bytes))).toEqual(plain)
      })

      it('gives other bytes each time, and wraps nothing and much as well', async () => {
        expect(await wrapped('demo-a')).not.toEqual(await wrapped('demo-a'))
        for (const size of [0, 1, 100_000]) {
          const bytes = value(await keys.wrap('demo-a', Buffer.alloc(size, 7)))
          expect(value(await keys.unwrap('demo-a', bytes))).toEqual(Buffer.alloc(size, 7))
        }
      })

      it('refuses what was changed, cut or never wrapped', async () => {
        const bytes = await wrapped('demo-a')
        for (const at of bytes.keys()) {
          const changed = Buffer.from(bytes)
          changed[at]! ^= 1
          expect(await keys.unwrap('demo-a', changed), `byte ${at}`).toMatchObject(refusal)
        }
        for (const length of [0, 1, 12, 17, 28, bytes.length - 1]) {
          expect(await keys.unwrap('demo-a', bytes.subarray(0, length)), `${length} bytes`).toMatchObject(refusal)
        }
        expect(await keys.unwrap('demo-a', randomBytes(61))).toMatchObject(refusal)
      })

      it('refuses what was wrapped under another name, also one that begins the same', async () => {
        const bytes = await wrapped('demo-a')
        value(await keys.ensureKey('demo-ab'))
        expect(await keys.unwrap('demo-ab', bytes)).toMatchObject(refusal)
      })

      it('needs a key', async () => {
        expect(await keys.wrap('demo-none', plain)).toMatchObject(refusal)
        expect(await keys.rotate('demo-none')).toMatchObject(refusal)
        expect(value(await keys.listKeys(''))).toEqual([])
      })
    })

    describe('making', () => {
      it('twice leaves the first key', async () => {
        const bytes = await wrapped('demo-a')
        value(await keys.ensureKey('demo-a'))
        expect(value(await keys.unwrap('demo-a', bytes))).toEqual(plain)
        expect(value(await keys.listKeys(''))).toEqual(['demo-a'])
      })

      it('by many at once makes one key: what any of them wrapped, every one unwraps', async () => {
        const wrap = async (port: Keys) => {
          value(await port.ensureKey('demo-a'))
          return value(await port.wrap('demo-a', plain))
        }
        const all = await Promise.all(Array.from({ length: 20 }, (_, i) => wrap(i % 2 ? keys : test.second)))
        for (const bytes of all) expect(value(await keys.unwrap('demo-a', bytes))).toEqual(plain)
        expect(value(await keys.listKeys(''))).toEqual(['demo-a'])
      })
    })

    describe('rotating', () => {
      it('wraps under the new version and keeps what the earlier ones wrapped', async () => {
        const all = [await wrapped('demo-a')]
        for (let i = 0; i < 3; i++) {
          value(await keys.rotate('demo-a'))
          all.push(value(await keys.wrap('demo-a', plain)))
        }
        for (const bytes of all) expect(value(await test.second.unwrap('demo-a', bytes))).toEqual(plain)
      })

      it('by two at once loses neither version', async () => {
        value(await keys.ensureKey('demo-a'))
        const rotateAndWrap = async (port: Keys) => {
          value(await port.rotate('demo-a'))
          return value(await port.wrap('demo-a', plain))
        }
        for (const bytes of await Promise.all([rotateAndWrap(keys), rotateAndWrap(test.second)])) {
          expect(value(await keys.unwrap('demo-a', bytes))).toEqual(plain)
        }
      })

      it('works for as long as it says so, and never loses what is wrapped', async () => {
        const first = await wrapped('demo-a')
        let rotated = true
        for (let i = 0; i < 300 && rotated; i++) rotated = (await keys.rotate('demo-a')).ok
        expect(value(await keys.unwrap('demo-a', first))).toEqual(plain)
        expect(value(await keys.unwrap('demo-a', value(await keys.wrap('demo-a', plain))))).toEqual(plain)
      })
    })

    describe('destroying', () => {
      it('leaves nobody who unwraps, whichever version it was', async () => {
        const before = await wrapped('demo-a')
        value(await keys.rotate('demo-a'))
        const after = value(await keys.wrap('demo-a', plain))
        value(await keys.destroy('demo-a'))
        for (const port of [keys, test.second]) {
          for (const bytes of [before, after]) expect(await port.unwrap('demo-a', bytes)).toMatchObject(refusal)
        }
        expect(await keys.wrap('demo-a', plain)).toMatchObject(refusal)
        expect(value(await keys.listKeys(''))).toEqual([])
      })

      it('what is not there, or is destroyed already, succeeds', async () => {
        value(await keys.destroy('demo-a'))
        await wrapped('demo-a')
        value(await keys.destroy('demo-a'))
        value(await keys.destroy('demo-a'))
      })

      it('is final: a key made again under the name does not open what the earlier one closed', async () => {
        const earlier = await wrapped('demo-a')
        value(await keys.destroy('demo-a'))
        value(await keys.ensureKey('demo-a'))
        expect(await keys.unwrap('demo-a', earlier)).toMatchObject(refusal)
      })

      it('while another rotates leaves no key', async () => {
        value(await keys.ensureKey('demo-a'))
        await Promise.all([keys.rotate('demo-a'), test.second.destroy('demo-a'), keys.rotate('demo-a')])
        expect(value(await keys.listKeys(''))).toEqual([])
      })

      it('does not reach a name that begins the same', async () => {
        const longer = await wrapped('demo-ab')
        await wrapped('demo-a')
        value(await keys.destroy('demo-a'))
        expect(value(await keys.unwrap('demo-ab', longer))).toEqual(plain)
        expect(value(await keys.listKeys('demo-'))).toEqual(['demo-ab'])
      })
    })

    describe('names', () => {
      it('are listed by prefix, literally, also what another process made', async () => {
        for (const made of ['demo-ab', 'demo-a', 'other-a']) value(await test.second.ensureKey(made))
        expect(value(await keys.listKeys('demo-'))).toEqual(['demo-a', 'demo-ab'])
        expect(value(await keys.listKeys('demo-ab'))).toEqual(['demo-ab'])
        for (const none of ['demo_', '%', '.', 'none-']) expect(value(await keys.listKeys(none))).toEqual([])
      })

      it.each(oddNames)('that are %s are refused by every call, with a message', async (_, odd) => {
        expect(await keys.ensureKey(odd)).toMatchObject(refusal)
        expect(await keys.wrap(odd, plain)).toMatchObject(refusal)
        expect(await keys.unwrap(odd, Buffer.alloc(61, 1))).toMatchObject(refusal)
        expect(await keys.rotate(odd)).toMatchObject(refusal)
        expect(await keys.destroy(odd)).toMatchObject(refusal)
        expect(value(await keys.listKeys(''))).toEqual([])
      })

      it('of 63 letters are taken', async () => {
        const long = 'a'.repeat(63)
        expect(value(await keys.unwrap(long, await wrapped(long)))).toEqual(plain)
      })
    })
  })
}
