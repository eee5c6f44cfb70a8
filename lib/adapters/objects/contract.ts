import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { oddNames, refusal, value } from '@/lib/adapters/contract-checks'
import type { Objects } from '@/lib/adapters/objects/port'

export interface ObjectsUnderTest {
  port: Objects
  /** A link that was made so long ago. */
  madeBefore(ms: number, make: () => Promise<string>): Promise<string>
  /** What a browser gets that opens the address without signing in; null when it is refused. */
  open(link: string): Promise<Buffer | null>
  /** Whether a browser may PUT to the address without signing in. */
  upload(link: string, body: Buffer): Promise<boolean>
  stop?(): Promise<void>
}

// Matchers on buffers of this size compare byte by byte and take seconds.
const isOneOf = (bodies: Buffer[], found: Buffer) => bodies.some((body) => body.equals(found))

const oddPaths: [why: string, path: string][] = [
  ['empty', ''],
  ['the space itself', '.'],
  ['the parent', '..'],
  ['a way out', '../demo-ab/secret.csv'],
  ['a way out from inside', 'samples/../../demo-ab/secret.csv'],
  ['a detour', 'samples/./a.csv'],
  ['absolute', '/etc/passwd'],
  ['a folder', 'samples/'],
  ['with an empty name', 'samples//a.csv'],
  ['with a NUL', 'samples/a.csv\0.txt'],
  ['with a line break', 'samples/a\n.csv'],
  ['with a backslash', '..\\demo-ab\\secret.csv'],
  ['far too long', `samples/${'x'.repeat(5000)}`],
]

/** What every implementation of the objects port guarantees. `make` gives an empty one before each test. */
export function describeObjectsContract(name: string, make: () => Promise<ObjectsUnderTest>): void {
  describe(`${name} objects`, () => {
    let test: ObjectsUnderTest
    let objects: Objects
    const body = Buffer.from('line;minutes\n1;12\n')
    const other = Buffer.from('line;minutes\n2;34\n')
    beforeEach(async () => {
      test = await make()
      objects = test.port
      value(await objects.ensureSpace('demo-a'))
      value(await objects.ensureSpace('demo-ab'))
    })
    afterEach(() => test.stop?.())
    const pathsOf = async (space: string) => value(await objects.list(space)).map(({ path }) => path)

    describe('storing', () => {
      it('gives back what was put, whatever it holds and however it is called', async () => {
        const paths = ['a.csv', 'samples/a.csv', 'samples/deep/er/a b.csv', 'Übersicht & 100 %.txt', '.hidden', 'x.part', '..a']
        for (const path of paths) {
          const content = randomBytes(1000)
          value(await objects.put('demo-a', path, content))
          expect(value(await objects.get('demo-a', path))).toEqual(content)
        }
        expect(await pathsOf('demo-a')).toEqual(expect.arrayContaining(paths))
        expect(await pathsOf('demo-a')).toHaveLength(paths.length)
      })

      it('takes an empty object and a large one, and lists their plain size', async () => {
        value(await objects.put('demo-a', 'empty', Buffer.alloc(0)))
        value(await objects.put('demo-a', 'large', Buffer.alloc(3_000_000, 5)))
        expect(value(await objects.get('demo-a', 'empty'))).toHaveLength(0)
        expect(value(await objects.get('demo-a', 'large')).equals(Buffer.alloc(3_000_000, 5))).toBe(true)
        const sizes = value(await objects.list('demo-a')).map(({ path, bytes }) => [path, bytes])
        expect(sizes.sort()).toEqual([['empty', 0], ['large', 3_000_000]])
      })

      it('takes one of 40 MB and gives back the same bytes', async () => {
        const large = randomBytes(40_000_000)
        value(await objects.put('demo-a', 'large', large))
        expect(value(await objects.get('demo-a', 'large')).equals(large)).toBe(true)
        expect(value(await objects.list('demo-a'))).toMatchObject([{ path: 'large', bytes: 40_000_000 }])
      })

      it('replaces: a reader sees the old or the new one, never a part', async () => {
        const bodies = [Buffer.alloc(400_000, 1), Buffer.alloc(300_000, 2)]
        value(await objects.put('demo-a', 'a', bodies[0]!))
        let writing = true
        const write = async () => {
          for (let i = 1; i <= 20; i++) value(await objects.put('demo-a', 'a', bodies[i % 2]!))
          writing = false
        }
        const read = async () => {
          while (writing) expect(isOneOf(bodies, value(await objects.get('demo-a', 'a')))).toBe(true)
        }
        await Promise.all([write(), read(), read()])
        expect(await pathsOf('demo-a')).toEqual(['a'])
      })

      it('of many at once under one path leaves one of them whole', async () => {
        const bodies = Array.from({ length: 10 }, (_, i) => Buffer.alloc(50_000, i))
        for (const put of await Promise.all(bodies.map((each) => objects.put('demo-a', 'deep/a', each)))) value(put)
        expect(isOneOf(bodies, value(await objects.get('demo-a', 'deep/a')))).toBe(true)
        expect(await pathsOf('demo-a')).toEqual(['deep/a'])
      })

      it('removes one object and nothing beside it, and what is not there as well', async () => {
        for (const path of ['lake/a.parquet', 'lake/a.parquet.b', 'lake-a.parquet']) value(await objects.put('demo-a', path, body))
        for (let i = 0; i < 2; i++) value(await objects.remove('demo-a', 'lake/a.parquet'))
        expect(await pathsOf('demo-a')).toEqual(['lake-a.parquet', 'lake/a.parquet.b'])
        expect(await objects.get('demo-a', 'lake/a.parquet')).toMatchObject(refusal)
      })

      it('names a file of this machine only when it holds the very bytes', async () => {
        for (const path of ['lake/a.parquet', 'samples/a.csv']) {
          value(await objects.put('demo-a', path, body))
          const file = value(await objects.fileOf('demo-a', path))
          if (file !== null) expect(await readFile(file)).toEqual(body)
        }
      })

      it('refuses what is not there', async () => {
        value(await objects.put('demo-a', 'samples/a.csv', body))
        for (const path of ['b.csv', 'samples', 'samples/a.csv/b']) expect(await objects.get('demo-a', path)).toMatchObject(refusal)
        expect(await objects.get('demo-none', 'a')).toMatchObject(refusal)
        expect(value(await objects.list('demo-none'))).toEqual([])
      })
    })

    describe('spaces', () => {
      it('made twice are one and keep their objects', async () => {
        value(await objects.put('demo-a', 'a', body))
        value(await objects.ensureSpace('demo-a'))
        await Promise.all([objects.ensureSpace('demo-a'), objects.ensureSpace('demo-a')])
        expect(value(await objects.listSpaces('demo-'))).toEqual(['demo-a', 'demo-ab'])
        expect(value(await objects.get('demo-a', 'a'))).toEqual(body)
      })

      it('never reach each other, also when one name begins as the other', async () => {
        value(await objects.put('demo-a', 'x', body))
        value(await objects.put('demo-ab', 'x', other))
        expect(value(await objects.get('demo-a', 'x'))).toEqual(body)
        value(await objects.removeSpace('demo-a'))
        expect(value(await objects.get('demo-ab', 'x'))).toEqual(other)
        expect(value(await objects.listSpaces('demo-'))).toEqual(['demo-ab'])
      })

      it('are gone after removal with all that was in them, and removing again succeeds', async () => {
        value(await objects.put('demo-a', 'samples/deep/a', body))
        value(await objects.removeSpace('demo-a'))
        expect(await objects.get('demo-a', 'samples/deep/a')).toMatchObject(refusal)
        expect(await pathsOf('demo-a')).toEqual([])
        value(await objects.removeSpace('demo-a'))
        value(await objects.removeSpace('demo-never'))
      })

      it('are not brought back by a write that comes late', async () => {
        value(await objects.removeSpace('demo-a'))
        expect(await objects.put('demo-a', 'samples/a', body)).toMatchObject(refusal)
        expect(await objects.put('demo-a', 'a', body)).toMatchObject(refusal)
        expect(value(await objects.listSpaces('demo-'))).toEqual(['demo-ab'])
      })

      it('made again under the same name show nothing earlier', async () => {
        value(await objects.put('demo-a', 'a', body))
        value(await objects.removeSpace('demo-a'))
        value(await objects.ensureSpace('demo-a'))
        expect(await pathsOf('demo-a')).toEqual([])
        expect(await objects.get('demo-a', 'a')).toMatchObject(refusal)
      })

      it('are listed by prefix, literally', async () => {
        value(await objects.ensureSpace('other-a'))
        expect(value(await objects.listSpaces('demo-ab'))).toEqual(['demo-ab'])
        for (const none of ['demo_', '%', '..', 'none-']) expect(value(await objects.listSpaces(none))).toEqual([])
      })

      it.each(oddNames)('that are %s are refused by every call, with a message', async (_, odd) => {
        expect(await objects.ensureSpace(odd)).toMatchObject(refusal)
        expect(await objects.put(odd, 'a', body)).toMatchObject(refusal)
        expect(await objects.get(odd, 'a')).toMatchObject(refusal)
        expect(await objects.list(odd)).toMatchObject(refusal)
        expect(await objects.presign(odd, 'a', 60)).toMatchObject(refusal)
        expect(await objects.presignUpload(odd, 'a', 60)).toMatchObject(refusal)
        expect(await objects.access(odd)).toMatchObject(refusal)
        expect(await objects.removeSpace(odd)).toMatchObject(refusal)
        expect(value(await objects.listSpaces(''))).toEqual(['demo-a', 'demo-ab'])
      })
    })

    it.each(oddPaths)('a path that is %s is refused by every call, with a message', async (_, odd) => {
      value(await objects.put('demo-ab', 'secret.csv', other))
      expect(await objects.put('demo-a', odd, body)).toMatchObject(refusal)
      expect(await objects.get('demo-a', odd)).toMatchObject(refusal)
      expect(await objects.remove('demo-a', odd)).toMatchObject(refusal)
      expect(await objects.fileOf('demo-a', odd)).toMatchObject(refusal)
      expect(await objects.presign('demo-a', odd, 60)).toMatchObject(refusal)
      expect(await objects.presignUpload('demo-a', odd, 60)).toMatchObject(refusal)
      expect(await pathsOf('demo-a')).toEqual([])
      expect(value(await objects.get('demo-ab', 'secret.csv'))).toEqual(other)
    })

    describe('links', () => {
      const linkTo = async (path: string, seconds = 60) => value(await objects.presign('demo-a', path, seconds))
      const uploadTo = async (path: string) => value(await objects.presignUpload('demo-a', path, 60))

      it('open the object without signing in, until their time is over', async () => {
        for (const path of ['samples/Übersicht & 100 %.csv', 'a#b?c=d.csv', 'a+b.csv']) {
          value(await objects.put('demo-a', path, body))
          expect(await test.open(await linkTo(path))).toEqual(body)
        }
        expect(await test.open(await test.madeBefore(30_000, () => linkTo('a+b.csv')))).toEqual(body)
        expect(await test.open(await test.madeBefore(60_000, () => linkTo('a+b.csv')))).toBeNull()
      })

      it('cannot be altered in any part', async () => {
        value(await objects.put('demo-a', 'a.csv', body))
        value(await objects.put('demo-a', 'b.csv', other))
        value(await objects.put('demo-ab', 'a.csv', other))
        const link = await linkTo('a.csv')
        expect(await test.open(link.replace('a.csv', 'b.csv'))).toBeNull()
        expect(await test.open(link.replace('demo-a/', 'demo-ab/'))).toBeNull()
        for (const field of new URL(link).searchParams.keys()) {
          for (const alter of [(old: string) => `${old}0`, (old: string) => old.slice(0, -2), () => '']) {
            const altered = new URL(link)
            altered.searchParams.set(field, alter(altered.searchParams.get(field)!))
            expect(await test.open(altered.href), field).toBeNull()
          }
          const without = new URL(link)
          without.searchParams.delete(field)
          expect(await test.open(without.href), `without ${field}`).toBeNull()
        }
      })

      it('open nothing after the space is removed', async () => {
        value(await objects.put('demo-a', 'a.csv', body))
        const link = await linkTo('a.csv')
        const upload = await uploadTo('b.csv')
        value(await objects.removeSpace('demo-a'))
        expect(await test.open(link)).toBeNull()
        expect(await test.upload(upload, body)).toBe(false)
        expect(value(await objects.listSpaces('demo-'))).toEqual(['demo-ab'])
      })

      it('take an upload to that one path, until their time is over', async () => {
        expect(await test.upload(await uploadTo('from a person/Übersicht.csv'), body)).toBe(true)
        expect(value(await objects.get('demo-a', 'from a person/Übersicht.csv'))).toEqual(body)
        const link = await uploadTo('b.csv')
        expect(await test.upload(link.replace('b.csv', 'c.csv'), body)).toBe(false)
        expect(await test.upload(link.replace('demo-a/', 'demo-ab/'), body)).toBe(false)
        expect(await test.upload(await test.madeBefore(60_000, () => uploadTo('b.csv')), body)).toBe(false)
        expect(await pathsOf('demo-a')).toEqual(['from a person/Übersicht.csv'])
        expect(await pathsOf('demo-ab')).toEqual([])
      })

      it('for reading do not write, for writing do not read', async () => {
        value(await objects.put('demo-a', 'a.csv', body))
        expect(await test.upload(await linkTo('a.csv'), other)).toBe(false)
        expect(await test.open(await uploadTo('a.csv'))).toBeNull()
        expect(value(await objects.get('demo-a', 'a.csv'))).toEqual(body)
      })

      it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('for %s seconds are refused', async (seconds) => {
        expect(await objects.presign('demo-a', 'a.csv', seconds)).toMatchObject(refusal)
        expect(await objects.presignUpload('demo-a', 'a.csv', seconds)).toMatchObject(refusal)
      })
    })
  })
}
