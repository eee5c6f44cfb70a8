import { describe, expect, it } from 'vitest'
import { SharedLooks } from '@/lib/http/shared-looks'

describe('looks that are shared', () => {
  it('are one for all who ask at the same moment, and another for who asks after it has begun', async () => {
    const looks = new SharedLooks<number>()
    let begun = 0
    const ends: (() => void)[] = []
    const load = () => new Promise<number>((resolve) => ends.push(resolve.bind(null, ++begun)))
    const first = [looks.look('a', load), looks.look('a', load)]
    await Promise.resolve()
    const later = [looks.look('a', load), looks.look('a', load)]
    const other = looks.look('b', load)
    await Promise.resolve()
    expect(begun).toBe(2)
    ends.splice(0).forEach((end) => end())
    expect(await Promise.all([...first, other])).toEqual([1, 1, 2])
    await new Promise((resolve) => setImmediate(resolve))
    ends.splice(0).forEach((end) => end())
    expect(await Promise.all(later)).toEqual([3, 3])
  })

  it('that fail are the failure of those who asked, and no one else’s', async () => {
    const looks = new SharedLooks<number>()
    await expect(looks.look('a', () => Promise.reject(new Error('no database')))).rejects.toThrow('no database')
    expect(await looks.look('a', () => Promise.resolve(1))).toBe(1)
  })
})
