import { describe, expect, it } from 'vitest'
import { MissedNumbers } from '@/lib/connectors/opcua/missed-numbers'

describe('numbers of messages that never came', () => {
  /** Each message as its number; a keep-alive as its number in a string. */
  const missedOf = (...messages: (number | string)[]) => {
    const missed = new MissedNumbers()
    return messages.map((message) => missed.before(7, Number(message), typeof message === 'string'))
  }

  it('are none while one follows the other', () => expect(missedOf(1, 2, 3)).toEqual([[], [], []]))
  it('are those between, named once', () => expect(missedOf(1, 4, 5)).toEqual([[], [2, 3], []]))
  it('are the first ones too', () => expect(missedOf(3)).toEqual([[1, 2]]))
  it('are not those that are sent again', () => expect(missedOf(1, 4, 2, 3, 5)).toEqual([[], [2, 3], [], [], []]))
  it('are seen by a keep-alive, which names the one to come', () => expect(missedOf(1, '2', 2, '4', 4)).toEqual([[], [], [], [3], []]))
  it('are none in a leap that no server keeps', () => expect(missedOf(1, 5000, 5001)).toEqual([[], [], []]))
  it('are counted anew for a subscription made anew', () => {
    const missed = new MissedNumbers()
    missed.before(7, 40, false)
    expect(missed.before(8, 1, false)).toEqual([])
    expect(missed.before(8, 3, false)).toEqual([2])
  })
})
