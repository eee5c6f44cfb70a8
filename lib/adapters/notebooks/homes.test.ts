import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listHomes, placeHome, readEvents, removeHome } from '@/lib/adapters/notebooks/homes'

let homes: string
beforeEach(async () => {
  homes = await mkdtemp(path.join(os.tmpdir(), 'homes-'))
})
afterEach(() => rm(homes, { recursive: true, force: true }))

describe('homes', () => {
  it('are placed whole or not at all', async () => {
    const bad = [
      { path: 'a.txt', from: Buffer.from('a') },
      { path: 'b.txt', from: '/does/not/exist' },
    ]
    await expect(placeHome(homes, 'demo-a', bad)).rejects.toThrow('ENOENT')
    expect(await readdir(homes)).toEqual([])
  })

  it('take no file outside of themselves', async () => {
    for (const place of ['../out', '/etc/out', '.']) {
      await expect(placeHome(homes, 'demo-a', [{ path: place, from: Buffer.from('x') }])).rejects.toThrow('must lie in the home')
    }
  })

  it('are not written into once they are someone’s', async () => {
    await placeHome(homes, 'demo-a', [])
    await symlink(homes, path.join(homes, 'demo-a/home/data'))
    await placeHome(homes, 'demo-a', [{ path: 'data/planted', from: Buffer.from('x') }])
    expect(await readdir(homes)).toEqual(['demo-a'])
  })

  it('are removed without following a link out', async () => {
    await writeFile(path.join(homes, '.kept'), 'kept')
    await placeHome(homes, 'demo-a', [])
    await symlink(path.join(homes, '.kept'), path.join(homes, 'demo-a/home/link'))
    await removeHome(homes, 'demo-a')
    expect(await readFile(path.join(homes, '.kept'), 'utf8')).toBe('kept')
    expect(await listHomes(homes)).toEqual([])
  })

  it('whose removal broke off are listed and removed by their name, and by no longer one', async () => {
    await mkdir(path.join(homes, '.gone-demo-a.1'))
    await mkdir(path.join(homes, '.gone-demo-ab.1'))
    expect(await listHomes(homes)).toEqual(['demo-a', 'demo-ab'])
    await removeHome(homes, 'demo-a')
    expect(await listHomes(homes)).toEqual(['demo-ab'])
  })

  it('tell what was opened and run, whatever else stands in the file', async () => {
    await placeHome(homes, 'demo-a', [])
    const lines = [
      '{"at":10,"kind":"opened","path":"OEE.ipynb"}',
      '{"at":11,"kind":"opened","path":"OEE.ipynb"}',
      '{"at":12,"kind":"ran","kernel":"k1"}',
      'not json',
      '{"at":"x","kind":"ran"}',
      '{"at":13,"kind":"failed","kernel":"k1"}',
      '{"at":75,"kind":"failed","kernel":"k1"}',
    ]
    await writeFile(path.join(homes, 'demo-a/events/events.jsonl'), lines.join('\n'))
    expect(await readEvents(homes, 'demo-a')).toEqual({
      opened: [{ path: 'OEE.ipynb', at: new Date(10_000) }],
      cellsRun: 1,
      cellsFailed: 2,
      kernels: 1,
      activeMinutes: 2,
    })
  })

  it('do not lead our reading elsewhere by a link', async () => {
    await placeHome(homes, 'demo-a', [])
    await writeFile(path.join(homes, 'elsewhere'), '{"at":10,"kind":"ran","kernel":"k"}')
    await symlink(path.join(homes, 'elsewhere'), path.join(homes, 'demo-a/events/events.jsonl'))
    expect((await readEvents(homes, 'demo-a')).cellsRun).toBe(0)
  })
})
