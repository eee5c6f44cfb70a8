import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installOnce } from './install-once'

let programs: string
beforeEach(async () => (programs = await mkdtemp(path.join(tmpdir(), 'programs-'))))
afterEach(() => rm(programs, { recursive: true, force: true }))

it('builds once for two that ask at once, and leaves nothing but the folder', async () => {
  let builds = 0
  const build = async (draft: string) => {
    builds++
    await mkdir(draft)
    await writeFile(path.join(draft, 'program'), '')
  }
  const folders = await Promise.all([1, 2].map(() => installOnce(path.join(programs, 'new'), 'tool-1', build)))
  expect(folders).toEqual(Array(2).fill(path.join(programs, 'new/tool-1')))
  expect(builds).toBe(1)
  expect(await readdir(path.join(programs, 'new'))).toEqual(['tool-1'])
})

it('leaves no folder when it breaks off, and builds anew over what was left', async () => {
  const half = async (draft: string) => {
    await mkdir(draft)
    throw new Error('broke off')
  }
  await expect(installOnce(programs, 'tool-1', half)).rejects.toThrow('broke off')
  expect(await readdir(programs)).toEqual(['tool-1.new'])
  await installOnce(programs, 'tool-1', async (draft) => void (await mkdir(draft)))
  expect(await readdir(programs)).toEqual(['tool-1'])
})
