import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wholeRows } from '@/scripts/backup/database-dump'

async function* cutAt(text: string, sizes: number[]) {
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length]!
    yield Buffer.from(text.slice(at, at + size))
    at += size
  }
}

it('pieces of a table hold whole rows and together every byte, however the driver cuts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z\t]{0,30}$/), { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 200 }), async (rows, sizes, most) => {
      const text = rows.map((row) => `${row}\n`).join('')
      const pieces: string[] = []
      for await (const piece of wholeRows(cutAt(text, sizes), most)) pieces.push(piece.toString())
      expect(pieces.join('')).toBe(text)
      expect(pieces.filter((piece) => !piece.endsWith('\n'))).toEqual([])
    }),
  )
})
