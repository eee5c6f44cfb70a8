import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusal, value } from '@/lib/adapters/contract-checks'
import { embeddedKeys } from '@/lib/adapters/keys/embedded'
import { describeObjectsContract } from '@/lib/adapters/objects/contract'
import { embeddedObjects } from '@/lib/adapters/objects/embedded'
import type { Objects } from '@/lib/adapters/objects/port'
import { objectOfLink } from '@/lib/api/object-of-link'
import { testClock } from '@/lib/clock'

const linkSecret = 'only-for-tests'

/** Objects over the embedded keys, as the product composes them; only the wrapped data keys lie in memory. */
async function embedded() {
  const root = await mkdtemp(path.join(os.tmpdir(), 'millrace-objects-'))
  const keys = embeddedKeys(path.join(root, 'keys'))
  const folder = path.join(root, 'objects')
  const clock = testClock(new Date('2026-03-12T12:00:00Z'))
  const wrapped = new Map<string, Promise<Buffer>>()
  const wrapNew = async (space: string) => {
    value(await keys.ensureKey(space))
    return value(await keys.wrap(space, randomBytes(32)))
  }
  const dataKeyOf = async (space: string) => {
    if (!wrapped.has(space)) wrapped.set(space, wrapNew(space))
    return keys.unwrap(space, await wrapped.get(space)!)
  }
  const port = embeddedObjects({ folder, dataKeyOf, linkSecret, baseUrl: 'http://localhost:3000', clock })
  return {
    port,
    keys,
    folder,
    async madeBefore(ms: number, make: () => Promise<string>) {
      const link = await make()
      clock.advance(ms)
      return link
    },
    open: async (link: string) => {
      const found = linkedObject('GET', link, clock.now())
      const object = found && (await port.get(found.space, found.path))
      return object?.ok ? object.value : null
    },
    upload: async (link: string, body: Buffer) => {
      const found = linkedObject('PUT', link, clock.now())
      return found !== null && (await port.put(found.space, found.path, body)).ok
    },
    stop: () => rm(root, { recursive: true }),
  }
}

/** What `app/api/objects` does with an address: the object that it names, while it holds. */
const linkedObject = (method: 'GET' | 'PUT', link: string, now: Date) => objectOfLink(linkSecret, { method, url: link }, now)

describeObjectsContract('embedded', embedded)

describe('the folder of the embedded objects', () => {
  let test: Awaited<ReturnType<typeof embedded>>
  let objects: Objects
  const secret = 'the neighbour’s figures'
  beforeEach(async () => {
    test = await embedded()
    objects = test.port
    value(await objects.ensureSpace('demo-a'))
    value(await objects.put('demo-a', 'samples/a.csv', Buffer.from(secret.repeat(100))))
  })
  afterEach(() => test.stop())
  const fileOf = (name: string) => path.join(test.folder, 'demo-a', name)

  it('holds the plain bytes in no file', async () => {
    const entries = await readdir(path.dirname(test.folder), { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
    expect(files.map((file) => path.basename(file)).sort()).toEqual(['a.csv', 'demo-a.key'])
    for (const file of files) expect((await readFile(file)).includes(secret)).toBe(false)
  })

  it('is for its owner only', async () => {
    expect((await stat(fileOf('.'))).mode & 0o777).toBe(0o700)
    expect((await stat(fileOf('samples/a.csv'))).mode & 0o777).toBe(0o600)
  })

  it('is worthless once the key is destroyed, even when the files are still there', async () => {
    value(await test.keys.destroy('demo-a'))
    expect(await objects.get('demo-a', 'samples/a.csv')).toMatchObject(refusal)
    value(await test.keys.ensureKey('demo-a'))
    expect(await objects.get('demo-a', 'samples/a.csv')).toMatchObject(refusal)
  })

  it('gives nothing out of a file that was changed, cut or brought from another space', async () => {
    const sealed = await readFile(fileOf('samples/a.csv'))
    value(await objects.ensureSpace('demo-ab'))
    value(await objects.put('demo-ab', 'a.csv', Buffer.from('x')))
    const changed = Buffer.from(sealed)
    changed[40]! ^= 1
    const foreign = await readFile(path.join(test.folder, 'demo-ab', 'a.csv'))
    for (const bytes of [changed, sealed.subarray(0, 20), sealed.subarray(0, 16), Buffer.alloc(0), foreign]) {
      await writeFile(fileOf('samples/a.csv'), bytes)
      expect(await objects.get('demo-a', 'samples/a.csv')).toMatchObject(refusal)
    }
  })

  it('shows no half-written object that a killed process left, and removes it with the space', async () => {
    await writeFile(fileOf('samples/.00112233aabbccdd.part'), 'half')
    expect(value(await objects.list('demo-a')).map((object) => object.path)).toEqual(['samples/a.csv'])
    expect(await objects.get('demo-a', 'samples/.00112233aabbccdd.part')).toMatchObject(refusal)
    value(await objects.removeSpace('demo-a'))
    expect(await readdir(test.folder)).toEqual([])
  })

  it('refuses an object where another’s folder is, or the other way round, and leaves no draft', async () => {
    expect(await objects.put('demo-a', 'samples', Buffer.from('x'))).toMatchObject(refusal)
    expect(await objects.put('demo-a', 'samples/a.csv/b', Buffer.from('x'))).toMatchObject(refusal)
    expect(await readdir(fileOf('.'), { recursive: true })).toEqual(['samples', 'samples/a.csv'])
  })

  it('that cannot be read is an error and never an empty list', async () => {
    await rm(test.folder, { recursive: true })
    await writeFile(test.folder, 'a file where the folder should be')
    await expect(objects.listSpaces('')).rejects.toThrow('ENOTDIR')
    await expect(objects.list('demo-a')).rejects.toThrow('ENOTDIR')
  })

  it('lists spaces that the product never recorded', async () => {
    const fresh = embeddedObjects({
      folder: test.folder,
      dataKeyOf: () => Promise.reject(new Error('never asked')),
      linkSecret,
      baseUrl: '',
      clock: testClock(new Date(0)),
    })
    expect(value(await fresh.listSpaces('demo-'))).toEqual(['demo-a'])
    value(await fresh.removeSpace('demo-a'))
    expect(value(await fresh.listSpaces('demo-'))).toEqual([])
  })
})
