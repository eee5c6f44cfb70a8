import { describe, expect, it } from 'vitest'
import { findFault, type Limit, sayRule } from '@/lib/figure-alerts/figures'
import { isBroken, returnsAt, sayReturn } from '@/lib/figure-alerts/judge'

const oeeBelow60: Limit = { figure: 'oee', span: 'last_8_h', breaksAbove: false, limit: 60 }
const rejectsAbove2: Limit = { figure: 'rejects', span: 'production_day', breaksAbove: true, limit: 2 }

/** How often it breaks and comes back along these values. */
function told(rule: Limit, values: number[]): string[] {
  let was = false
  return values.flatMap((value) => {
    const is = isBroken(was, value, rule)
    const words = is === was ? [] : [`${is ? 'broken' : 'back'} at ${value}`]
    was = is
    return words
  })
}

describe('a limit', () => {
  it('is told once when it breaks and once when the figure is well back', () => {
    expect(told(oeeBelow60, [70, 60, 59.9, 40, 60.5, 59, 61.1, 61.2, 60])).toEqual(['broken at 59.9', 'back at 61.2'])
    expect(told(rejectsAbove2, [0, 2, 2.01, 1.97, 2.5, 1.96, 1.99])).toEqual(['broken at 2.01', 'back at 1.96'])
  })

  it.each<[string, Limit, number]>([
    ['two hundredths behind it', oeeBelow60, 61.2],
    ['never beyond what the figure can reach', { ...oeeBelow60, limit: 99 }, 99.5],
    ['below a limit from above', rejectsAbove2, 1.96],
    ['at nought, of a limit of nought', { ...rejectsAbove2, limit: 0 }, 0],
  ])('counts as met again %s', (_, rule, expected) => expect(returnsAt(rule)).toBeCloseTo(expected, 9))

  it('does not say that it counts as met at the limit itself, where the figure has few digits', () => {
    expect(sayReturn({ figure: 'downtime', breaksAbove: true, limit: 15 })).toBe('14.7 min')
    expect(sayReturn({ ...rejectsAbove2, limit: 0.01 })).toBe('0.0098 %')
  })

  it.each<[string, Limit, string | null]>([
    ['of 60 % is one', oeeBelow60, null],
    ['below nought can never break', { ...oeeBelow60, limit: 0 }, 'Nothing comes below 0 %. Write a higher limit.'],
    ['above all that there is can never break', { ...rejectsAbove2, limit: 100 }, 'Nothing comes above 100 %. Write a lower limit.'],
    ['beyond the scale is none', { ...oeeBelow60, limit: 160 }, 'Write a limit from 0 to 100 %.'],
    ['of more minutes than the span has is none', { figure: 'downtime', span: 'last_8_h', breaksAbove: true, limit: 600 }, 'Write a limit from 0 to 480 min.'],
    ['that is no number is none', { ...oeeBelow60, limit: Number.NaN }, 'Write a limit from 0 to 100 %.'],
  ])('%s', (_, rule, fault) => expect(findFault(rule)).toBe(fault))

  it('is said in words', () => expect(sayRule(rejectsAbove2)).toBe('above 2 % in the production day so far'))
})
