import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { describeKeysContract } from '@/lib/adapters/keys/contract'
import { embeddedKeys } from '@/lib/adapters/keys/embedded'

const temporaryFolder = () => mkdtemp(path.join(os.tmpdir(), 'millrace-keys-'))

describeKeysContract('embedded', async () => {
  const folder = await temporaryFolder()
  return {
    port: embeddedKeys(path.join(folder, 'keys')),
    second: embeddedKeys(path.join(folder, 'keys')),
    stop: () => rm(folder, { recursive: true }),
  }
})

describe('the folder of the embedded keys', () => {
  let root: string
  let folder: string
  beforeEach(async () => {
    root = await temporaryFolder()
    folder = path.join(root, 'keys')
  })
  afterEach(() => rm(root, { recursive: true }))

  it('is for its owner only, and so is every file', async () => {
    value(await embeddedKeys(folder).ensureKey('demo-a'))
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(path.join(folder, 'demo-a.key'))).mode & 0o777).toBe(0o600)
  })

  it('holds one file a key, and none after it is destroyed', async () => {
    const keys = embeddedKeys(folder)
    await Promise.all([keys.ensureKey('demo-a'), keys.ensureKey('demo-a')])
    value(await keys.rotate('demo-a'))
    expect(await readdir(folder)).toEqual(['demo-a.key'])
    value(await keys.destroy('demo-a'))
    expect(await readdir(folder)).toEqual([])
  })

  it('has what a killed process left listed and destroyed with the key', async () => {
    await mkdir(folder)
    for (const left of ['demo-a.key.0011aabb.tmp', 'demo-b.key.0011aabb.gone']) await writeFile(path.join(folder, left), 'x'.repeat(32))
    const keys = embeddedKeys(folder)
    expect(value(await keys.listKeys('demo-'))).toEqual(['demo-a', 'demo-b'])
    value(await keys.destroy('demo-a'))
    expect(value(await keys.listKeys('demo-'))).toEqual(['demo-b'])
    value(await keys.destroy('demo-b'))
    expect(await readdir(folder)).toEqual([])
  })

  it('that cannot be read is an error and never an empty list', async () => {
    await writeFile(folder, 'a file where the folder should be')
    await expect(embeddedKeys(folder).listKeys('')).rejects.toThrow('ENOTDIR')
  })

  it('does not hold the key in a form that appears in what it wrapped', async () => {
    const keys = embeddedKeys(folder)
    value(await keys.ensureKey('demo-a'))
    const wrapped = value(await keys.wrap('demo-a', Buffer.from('plain')))
    expect(wrapped.includes(await readFile(path.join(folder, 'demo-a.key')))).toBe(false)
  })
})
