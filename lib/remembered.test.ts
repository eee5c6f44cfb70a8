import { describe, expect, it } from 'vitest'
import { Remembered } from '@/lib/remembered'

describe('what is remembered', () => {
  it('is known until its time is over, and by its name only', () => {
    const known = new Remembered<string>()
    known.set('a', 'one', 0, 10)
    expect([known.get('a', 9), known.get('a', 10), known.get('b', 9)]).toEqual(['one', undefined, undefined])
    known.set('a', 'two', 9, 20)
    expect(known.get('a', 15)).toBe('two')
  })

  it('makes room: what is over goes first, then what was written first', () => {
    const known = new Remembered<number>(2)
    known.set('short', 1, 0, 5)
    known.set('long', 2, 0, 100)
    known.set('third', 3, 6, 100)
    expect([known.get('short', 0), known.get('long', 6), known.get('third', 6)]).toEqual([undefined, 2, 3])
    known.set('long', 4, 7, 100)
    known.set('fourth', 5, 7, 100)
    expect([known.get('third', 7), known.get('long', 7), known.get('fourth', 7)]).toEqual([undefined, 4, 5])
  })
})
